#!/usr/bin/env python3
"""Makes the seed corpus from the samples of corpus/ and the gold set: seeds.py FOLDER.

Nothing is copied from anywhere else; what the samples have no file of (RTF, archives) is made from their words."""

import io
import shutil
import sys
import zipfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent


def main() -> None:
    out = Path(sys.argv[1])
    samples = sorted((ROOT / "corpus").iterdir())
    gold = sorted((ROOT / "tests" / "gold").glob("*/*.txt"))
    for target, endings in {
        "pdf": [".pdf"], "docx": [".docx"], "doc": [".doc"], "rtf": [".rtf"],
        "html": [".html"], "text": [".txt", ".md"], "articles": [".jsonl"],
    }.items():
        folder = out / target
        folder.mkdir(parents=True, exist_ok=True)
        for sample in samples:
            if sample.suffix in endings:
                shutil.copy(sample, folder / sample.name)
    for target in ("structure", "citations", "rtf", "text", "zip", "doc", "articles"):
        (out / target).mkdir(parents=True, exist_ok=True)
    for case in gold:
        name = f"{case.parent.name}-{case.stem}"
        text = "\n".join(
            line for line in case.read_text().splitlines() if not line.startswith("#")
        )
        target = "citations" if case.parent.name in ("citations", "references") else "structure"
        (out / target / name).write_text(text + "\n")
        if target == "structure":
            # Wrapped, two notes, a table of two rows behind three lines, pages of nine lines.
            laid_out = text.encode() + bytes([0xFF, 7, 2, 3, 2, 0, 0, 9])
            (out / target / f"{name}-laid-out").write_bytes(laid_out)
    words = (ROOT / "corpus" / "nghi-quyet-95-2025-song-mau.txt").read_text()
    (out / "rtf" / "words.rtf").write_bytes(rtf(words))
    for encoding in ("utf-16", "utf-8-sig"):
        (out / "text" / encoding).write_bytes(words.encode(encoding))
    # Letters of TCVN3 and VNI as they look in Latin-1.
    (out / "text" / "tcvn3").write_bytes("§iÒu 1. NghÞ ®Þnh nµy quy ®Þnh vÒ giÕng lµng.\n".encode("latin-1", "replace") * 8)
    (out / "text" / "vni").write_bytes("Ñieàu 1. Nghò ñònh naøy quy ñònh veà gieáng laøng.\n".encode("latin-1", "replace") * 8)
    (out / "doc" / "head").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(504))
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for sample in samples:
            if sample.suffix in (".html", ".txt", ".md"):
                archive.write(sample, sample.name)
    (out / "zip" / "samples.zip").write_bytes(packed.getvalue())


def rtf(words: str) -> bytes:
    def letter(c: str) -> str:
        if c == "\n":
            return "\\par\n"
        if c in "\\{}":
            return "\\" + c
        return c if ord(c) < 128 else f"\\u{ord(c)}?"

    return ("{\\rtf1\\ansi\\ansicpg1252{\\fonttbl{\\f0 .VnTime;}{\\f1 Times New Roman;}}\\f1 "
            + "".join(map(letter, words)) + "}").encode("ascii", "replace")


main()
