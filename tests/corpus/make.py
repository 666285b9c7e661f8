#!/usr/bin/env python3
"""Makes the binary sample regulations of corpus/ from the plain sources beside this file.

Usage: make.py [FOLDER]        (default: ../../corpus)

The same sources give the same bytes: no clock, fixed ids, fixed ZIP times, a seeded scan.
Needs reportlab and Pillow (requirements.txt) and the DejaVu Serif Condensed fonts (Debian: fonts-dejavu-extra).

Sources: a head of `key: value` lines, an empty line, then one paragraph a line.
    = text   centred, bold            ~ text   centred, bold, a title
    > text   signature block          < text   recipients beside it
    | a | b  a row of a table         ===      a new page
    {7}      the mark of a footnote   ^7 text  the footnote
    ⏎        a line break inside a paragraph; " | " breaks a line in the head
"""

import io
import random
import re
import sys
import zipfile
from pathlib import Path
from xml.sax.saxutils import escape

from PIL import Image, ImageDraw, ImageFont
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

MARK = "VĂN BẢN MẪU, KHÔNG CÓ GIÁ TRỊ PHÁP LÝ"
NATION = ["CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "Độc lập - Tự do - Hạnh phúc"]
FONTS = Path("/usr/share/fonts/truetype/dejavu")
FACES = {"R": "DejaVuSerifCondensed", "B": "DejaVuSerifCondensed-Bold", "I": "DejaVuSerifCondensed-Italic"}

MADE = {
    "nghi-dinh-901-2024": "pdf",
    "nghi-dinh-905-2025": "docx",
    "van-ban-hop-nhat-912-2025": "pdf",
    "thong-tu-902-2022": "docx",
    "quyet-dinh-915-2025-song-mau": "pdf",
    "nghi-dinh-908-2025": "docx",
    "thong-tu-910-2025": "pdf",
    "thong-bao-911-2025-ban-quet": "scan",
    "thong-tu-920-2026": "docx",
    "thong-tu-lien-tich-930-2025": "pdf",
    "cong-van-1234-2025": "docx",
}


def read(path):
    head_text, body_text = path.read_text(encoding="utf-8").split("\n\n", 1)
    head = dict(line.split(": ", 1) for line in head_text.splitlines())
    blocks, notes = [], {}
    for line in body_text.splitlines():
        if note := re.match(r"\^(\d+) (.*)", line):
            notes[note[1]] = note[2]
            continue
        kind, text = "text", line
        if line == "===":
            kind = "page"
        elif line[:1] in "=~><|" and (len(line) == 1 or line[1] == " "):
            kind = {"=": "centre", "~": "title", ">": "sign", "<": "to", "|": "row"}[line[0]]
            text = line[2:]
        if kind in ("sign", "to", "row"):
            value = [cell.strip() for cell in text.strip(" |").split("|")] if kind == "row" else text
            if kind == "to" and blocks and blocks[-1][0] == "sign":
                blocks[-1][2].append(value)
                continue
            if blocks and blocks[-1][0] == kind and not (kind == "sign" and blocks[-1][2]):
                blocks[-1][1].append(value)
                continue
            blocks.append((kind, [value], []))
        else:
            blocks.append((style(kind, text), text, []))
    return head, blocks, notes


def style(kind, text):
    """Headings are told by their words, as a reader tells them."""
    if kind != "text":
        return kind
    plain = re.sub(r"\{\d+\}", "", text)
    if re.match(r"(Chương|Mục|Phần) [IVXLC\d]+$", plain) or (plain.isupper() and len(plain) > 5):
        return "centre"
    if re.match(r"“?Điều \d+[a-z]?\.", plain) and not plain.rstrip().endswith((".", "./.")):
        return "heading"
    if plain.startswith(("Căn cứ", "Theo đề nghị", "Xét ")):
        return "basis"
    return "text"


def lines_of(value):
    return [part.strip() for part in value.split(" | ")] if value else []


# --- PDF ---------------------------------------------------------------------------------------------------

LEFT, RIGHT, TOP, BOTTOM = 85.0, A4[0] - 56.0, A4[1] - 70.0, 62.0
SIZE, LEADING = 12.5, 18.0


class Pdf:
    def __init__(self, file, notes, title):
        for face, name in FACES.items():
            pdfmetrics.registerFont(TTFont(face, str(FONTS / f"{name}.ttf")))
        self.canvas = Canvas(str(file), pagesize=A4, invariant=1, pageCompression=1)
        self.canvas.setTitle(title)
        self.canvas.setAuthor("Căn Cứ: " + MARK.lower())
        self.notes, self.page, self.here = notes, 0, []
        self.start()

    def start(self):
        self.page += 1
        self.y, self.here, self.floor = TOP, [], BOTTOM
        self.canvas.setFont("R", 9)
        self.canvas.drawCentredString(A4[0] / 2, A4[1] - 34, MARK)
        if self.page > 1:
            self.canvas.setFont("R", 12)
            self.canvas.drawCentredString(A4[0] / 2, A4[1] - 52, str(self.page))

    def finish(self):
        y = self.floor - 12
        if self.here:
            self.canvas.line(LEFT, y + 12, LEFT + 140, y + 12)
        for number in self.here:
            for line in self.wrap(f"{{{number}}} {self.notes[number]}", "R", 10, RIGHT - LEFT, 0):
                self.draw(line, LEFT, y, "R", 10)
                y -= 12
        self.canvas.showPage()

    def turn(self):
        self.finish()
        self.start()

    def note_height(self, number):
        return 12 * len(self.wrap(f"{{{number}}} {self.notes[number]}", "R", 10, RIGHT - LEFT, 0))

    def width(self, word, face, size):
        return sum(
            pdfmetrics.stringWidth(part.strip("{}"), face, size * 0.62 if part.startswith("{") else size)
            for part in re.split(r"(\{\d+\})", word)
            if part
        )

    def wrap(self, text, face, size, width, indent):
        lines, line, room = [], [], width - indent
        space = pdfmetrics.stringWidth(" ", face, size)
        used = 0.0
        for piece in re.split(r"(⏎)| ", text):
            if piece is None or piece == "":
                continue
            if piece == "⏎":
                lines.append(line)
                line, used, room = [], 0.0, width
                continue
            wide = self.width(piece, face, size)
            if line and used + space + wide > room:
                lines.append(line)
                line, used, room = [], 0.0, width
            used += wide + (space if line else 0.0)
            line.append(piece)
        lines.append(line)
        return [" ".join(line) for line in lines]

    def draw(self, line, x, y, face, size):
        # One text object a line; marks of footnotes are raised and glued, as in official consolidated texts.
        text = self.canvas.beginText(x, y)
        for part in re.split(r"(\{\d+\})", line):
            if part.startswith("{"):
                text.setFont(face, size * 0.62)
                text.setRise(size * 0.35)
                text.textOut(part.strip("{}"))
                text.setRise(0)
            elif part:
                text.setFont(face, size)
                text.textOut(part)
        self.canvas.drawText(text)

    def paragraph(self, text, face="R", size=SIZE, align="left", indent=28.0, gap=4.0, keep=1):
        lines = self.wrap(text, face, size, RIGHT - LEFT - (60 if align == "centre" else 0), indent)
        leading = size * LEADING / SIZE
        if self.y - leading * keep < self.floor:
            self.turn()
        for at, line in enumerate(lines):
            marks = re.findall(r"\{(\d+)\}", line)
            grown = self.floor + sum(map(self.note_height, marks)) + (8 if marks and not self.here else 0)
            if self.y - leading < grown:
                self.turn()
                grown = BOTTOM + sum(map(self.note_height, marks)) + (8 if marks else 0)
            self.floor, self.here = grown, self.here + marks
            self.y -= leading
            x = LEFT + (indent if at == 0 else 0)
            if align == "centre":
                x = (LEFT + RIGHT - self.width(line, face, size)) / 2
            self.draw(line, x, self.y, face, size)
        self.y -= gap

    def column(self, lines, centre, y):
        for text, face, size in lines:
            if text:
                self.canvas.setFont(face, size)
                self.canvas.drawCentredString(centre, y, text)
            y -= size * 1.3
        return y

    def head(self, head):
        issuer = [(line, "B", 11) for line in lines_of(head["issuer"])]
        if "symbol" in head:
            printed = lines_of(head["symbol"])
            printed = ["Số: " + printed[0], *printed[1:]]
            issuer += [("", "R", 6), *((line, "R", 12) for line in printed)]
        if "subject" in head:
            issuer += [(line, "R", 11) for line in self.wrap(head["subject"], "R", 11, 170, 0)]
        nation = [(NATION[0], "B", 10), (NATION[1], "B", 11), ("", "R", 6), (head.get("place", ""), "I", 12)]
        left = self.column(issuer, LEFT + 85, self.y)
        right = self.column(nation, RIGHT - 135, self.y)
        self.y = min(left, right) - 12
        if "kind" in head:
            self.paragraph(head["kind"], "B", 14, "centre", 0)
            self.paragraph(head["title"], "B", SIZE, "centre", 0, 12)

    def signature(self, sign, to):
        need = 16 * max(len(sign), len(to)) + 20
        if self.y - need < self.floor:
            self.turn()
        y = self.y - 22
        for at, line in enumerate(to):
            self.canvas.setFont("I" if at == 0 else "R", 11)
            self.canvas.drawString(LEFT, y - at * 14, line)
        self.y = min(self.column([(line, "B", 13) for line in sign], RIGHT - 110, y), y - 14 * len(to)) - 8


def make_pdf(source, file):
    head, blocks, notes = read(source)
    pdf = Pdf(file, notes, head.get("title", head.get("subject", "")))
    pdf.head(head)
    for kind, text, beside in blocks:
        if kind == "page":
            pdf.turn()
        elif kind == "sign":
            pdf.signature(text, beside)
        elif kind in ("centre", "title"):
            pdf.paragraph(text, "B", SIZE, "centre", 0, keep=4)
        elif kind == "heading":
            pdf.paragraph(text, "B", keep=3)
        else:
            pdf.paragraph(text, "I" if kind == "basis" else "R")
    pdf.finish()
    pdf.canvas.save()


# --- A scanned page ------------------------------------------------------------------------------------------


def make_scan(source, file):
    head, blocks, _ = read(source)
    wide, high = 1240, 1754
    page = Image.new("L", (wide, high), 250)
    pen = ImageDraw.Draw(page)
    face = {key: str(FONTS / f"{name}.ttf") for key, name in FACES.items()}

    def font(key, size):
        return ImageFont.truetype(face[key], size, layout_engine=ImageFont.Layout.BASIC)

    def centred(text, x, y, key, size):
        pen.text((x, y), text, fill=30, font=font(key, size), anchor="mt")

    centred(MARK, wide // 2, 40, "R", 20)
    y = 120
    for line in lines_of(head["issuer"]):
        centred(line, 350, y, "B", 25)
        y += 34
    centred("Số: " + head["symbol"], 350, y + 10, "R", 25)
    centred(NATION[0], 850, 120, "B", 24)
    centred(NATION[1], 850, 154, "B", 25)
    centred(head["place"], 850, 210, "I", 25)
    y = 300
    for text, size in ((head["kind"], 29), (head["title"], 26)):
        centred(text, wide // 2, y, "B", size)
        y += 48
    y += 20
    for kind, text, beside in blocks:
        if kind == "sign":
            for line in text:
                y += 40
                centred(line, 850, y, "B", 26)
            continue
        line = "     "
        for word in [*text.split(" "), None]:
            if word is None or pen.textlength(line + word, font=font("R", 27)) > wide - 300:
                pen.text((170, y), line, fill=30, font=font("R", 27))
                y += 44
                line = ""
            line += (word or "") + " "
        y += 10
    pen.ellipse((560, y - 220, 760, y - 20), outline=110, width=6)
    dust = random.Random(911)
    for _ in range(900):
        at = (dust.randrange(wide), dust.randrange(high))
        page.putpixel(at, dust.randrange(60, 200))
    page = page.rotate(0.6, resample=Image.Resampling.BILINEAR, fillcolor=250)
    picture = io.BytesIO()
    page.save(picture, "JPEG", quality=55)
    canvas = Canvas(str(file), pagesize=A4, invariant=1)
    canvas.setTitle(head["title"])
    canvas.drawImage(ImageReader(picture), 0, 0, *A4)
    canvas.showPage()
    canvas.save()


# --- DOCX ------------------------------------------------------------------------------------------------------

W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
XML = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


def run(text, bold=False, italic=False, size=26):
    marks = ("<w:b/>" if bold else "") + ("<w:i/>" if italic else "")
    look = f'<w:rPr><w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman"/>{marks}<w:sz w:val="{size}"/></w:rPr>'
    return f'<w:r>{look}<w:t xml:space="preserve">{escape(text)}</w:t></w:r>'


def para(text, align="both", bold=False, italic=False, size=26, indent=0, before=""):
    first = f'<w:ind w:firstLine="{indent}"/>' if indent else ""
    look = f'<w:pPr><w:spacing w:after="80"/>{first}<w:jc w:val="{align}"/></w:pPr>'
    # The number of a clause is a run of its own, as word processors leave it after an edit.
    split = re.match(r"(“?(?:Điều \d+[a-z]?|\d+|[a-zđ]\))\.? )(.*)", text) if indent and not bold else None
    runs = "".join(run(part, bold, italic, size) for part in (split.groups() if split else (text,)))
    return f"<w:p>{look}{before}{runs}</w:p>"


def cell(paragraphs, wide):
    return f'<w:tc><w:tcPr><w:tcW w:w="{wide}" w:type="dxa"/></w:tcPr>{"".join(paragraphs) or "<w:p/>"}</w:tc>'


def table(rows, widths, lined=False):
    side = '<w:{} w:val="single" w:sz="4" w:space="0" w:color="000000"/>'
    lines = "".join(side.format(s) for s in ("top", "left", "bottom", "right", "insideH", "insideV")) if lined else ""
    borders = f"<w:tblBorders>{lines}</w:tblBorders>" if lined else ""
    grid = "".join(f'<w:gridCol w:w="{w}"/>' for w in widths)
    body = "".join("<w:tr>" + "".join(cell(c, w) for c, w in zip(row, widths)) + "</w:tr>" for row in rows)
    return f'<w:tbl><w:tblPr><w:tblW w:w="{sum(widths)}" w:type="dxa"/>{borders}</w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>'


def make_docx(source, file):
    head, blocks, _ = read(source)
    centred = lambda text, **look: para(text, "center", **look)
    left = [centred(line, bold=True, size=24) for line in lines_of(head["issuer"])]
    left.append(centred("Số: " + head["symbol"], size=24))
    if "subject" in head:
        left.append(centred(head["subject"], size=22))
    right = [centred(line, bold=True, size=24) for line in NATION] + [centred(head["place"], italic=True, size=24)]
    body = [centred(MARK, bold=True, size=18), table([[left, right]], [3900, 5700])]
    if "kind" in head:
        body += [centred(head["kind"], bold=True, size=28), centred(head["title"], bold=True)]
    broken = ""
    for kind, text, beside in blocks:
        if kind == "page":
            broken = '<w:r><w:br w:type="page"/></w:r>'
            continue
        if kind == "sign":
            to = [para(line, "left", italic=at == 0, size=22) for at, line in enumerate(beside)]
            body.append(table([[to, [centred(line, bold=True) for line in text]]], [4800, 4800]))
        elif kind == "row":
            rows = [[[para(c, "left", bold=at == 0, size=24)] for c in row] for at, row in enumerate(text)]
            body.append(table(rows, [800, 5000, 2000, 1800], lined=True))
        elif kind in ("centre", "title"):
            body.append(centred(text, bold=True, before=broken))
            broken = ""
        else:
            body.append(para(text, bold=kind == "heading", italic=kind == "basis", indent=720))
    section = (
        '<w:sectPr><w:headerReference w:type="default" r:id="rId1"/>'
        '<w:pgSz w:w="11906" w:h="16838"/><w:pgMar w:top="1134" w:right="1134" w:bottom="1134" w:left="1701" '
        'w:header="567" w:footer="567" w:gutter="0"/></w:sectPr>'
    )
    relation = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    package = "http://schemas.openxmlformats.org/package/2006"
    word = "application/vnd.openxmlformats-officedocument.wordprocessingml"
    parts = {
        "[Content_Types].xml": f'{XML}<Types xmlns="{package}/content-types">'
        '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        '<Default Extension="xml" ContentType="application/xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{word}.document.main+xml"/>'
        f'<Override PartName="/word/header1.xml" ContentType="{word}.header+xml"/></Types>',
        "_rels/.rels": f'{XML}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/officeDocument" Target="word/document.xml"/></Relationships>',
        "word/_rels/document.xml.rels": f'{XML}<Relationships xmlns="{package}/relationships">'
        f'<Relationship Id="rId1" Type="{relation}/header" Target="header1.xml"/></Relationships>',
        "word/document.xml": f'{XML}<w:document {W} xmlns:r="{relation}"><w:body>{"".join(body)}{section}</w:body></w:document>',
        "word/header1.xml": f"{XML}<w:hdr {W}>{centred(MARK, size=16)}</w:hdr>",
    }
    with zipfile.ZipFile(file, "w") as archive:
        for name, text in parts.items():
            entry = zipfile.ZipInfo(name, (2025, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_DEFLATED
            entry.external_attr = 0o644 << 16
            archive.writestr(entry, text.encode("utf-8"))


def main():
    here = Path(__file__).resolve().parent
    out = Path(sys.argv[1]) if len(sys.argv) > 1 else here.parent.parent / "corpus"
    out.mkdir(parents=True, exist_ok=True)
    for name, form in MADE.items():
        source = here / f"{name}.txt"
        make = {"pdf": make_pdf, "docx": make_docx, "scan": make_scan}[form]
        make(source, out / f"{name}.{'docx' if form == 'docx' else 'pdf'}")


main()
