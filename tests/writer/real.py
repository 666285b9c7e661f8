"""Answers written by a real model server: llama-cpp-python's, with a model that says random words.

Shows that the protocol works against a server that nobody wrote for a test, and that of what a model says without
understanding nothing is shown as checked: the provisions found stay, and the answer says that nothing could be
checked. Skipped with a word where the packages of requirements.txt are not installed.

    python tests/writer/real.py [PROGRAM] [CORPUS]
"""

import importlib.util
import json
import os
import socket
import subprocess
import sys
import tempfile
import time
import unicodedata
import urllib.request

HERE = os.path.dirname(os.path.abspath(__file__))
ROOT = os.path.dirname(os.path.dirname(HERE))
QUESTIONS = [
    "thời hạn trả lời đơn là bao lâu",
    "liệt kê trách nhiệm của ủy ban nhân dân xã",
    "lệ phí là bao nhiêu",
    "ai có thẩm quyền cấp giấy",
    "hồ sơ gồm những giấy tờ gì",
]


def free_port():
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def wait_for(address, server):
    for _ in range(300):
        if server.poll() is not None:
            sys.exit("the model server ended before it listened")
        try:
            with urllib.request.urlopen(address, timeout=1) as answer:
                return json.load(answer)
        except OSError:
            time.sleep(0.2)
    sys.exit("the model server did not listen within a minute")


def folded(text):
    return " ".join(unicodedata.normalize("NFC", text).lower().split())


def main():
    missing = [name for name in ["llama_cpp", "gguf", "uvicorn"] if importlib.util.find_spec(name) is None]
    if missing:
        print(f"skipped: {', '.join(missing)} not installed (tests/writer/requirements.txt)")
        return
    program = os.path.abspath(sys.argv[1] if len(sys.argv) > 1 else os.path.join(ROOT, "target/release/cancu"))
    corpus = os.path.abspath(sys.argv[2] if len(sys.argv) > 2 else os.path.join(ROOT, "corpus"))
    with tempfile.TemporaryDirectory() as folder:
        model = os.path.join(folder, "random.gguf")
        subprocess.run([sys.executable, os.path.join(HERE, "make_gguf.py"), model], check=True)
        port = free_port()
        command = [sys.executable, "-m", "llama_cpp.server", "--model", model, "--host", "127.0.0.1", "--port", str(port)]
        command += ["--n_ctx", "32768", "--n_threads", "1", "--n_threads_batch", "1", "--model_alias", "random-words"]
        with open(os.path.join(folder, "server.log"), "w") as log:
            server = subprocess.Popen(command, stdout=log, stderr=log)
        try:
            wait_for(f"http://127.0.0.1:{port}/v1/models", server)
            data = os.path.join(folder, "data")
            os.mkdir(data)
            with open(os.path.join(data, "cancu.toml"), "w") as settings:
                settings.write(f'[writer]\nendpoint = "http://127.0.0.1:{port}/v1"\nmodel = "random-words"\n')
                settings.write("first_token_seconds = 120\ntotal_seconds = 240\nevidence_characters = 4000\nanswer_kb = 1\n")

            def cancu(*arguments):
                ran = subprocess.run([program, *arguments, "--data", data, "--lang", "en"], capture_output=True, text=True)
                if ran.returncode != 0:
                    sys.exit(f"cancu {arguments[0]} ended with {ran.returncode}: {ran.stdout}{ran.stderr}")
                return ran.stdout

            cancu("ingest", corpus)
            tried = json.loads(cancu("writer", "--json"))["configured"]
            assert tried["works"], tried
            print(f"trial: first words after {tried['first_ms']} ms, schema taken: {tried['structured']}")
            false, shown, refused = 0, 0, {}
            for question in QUESTIONS:
                answer = json.loads(cancu("ask", "--json", question))
                assert answer["model"] == "random-words", answer["model"]
                assert answer["evidence"], f"no passages: {question}"
                refused[answer["refusal"]] = refused.get(answer["refusal"], 0) + 1
                assert not answer["dropped"], "sentences without a basis are not shown"
                for claim in answer["claims"]:
                    shown += 1
                    for quote in claim["quotes"]:
                        law = folded(answer["evidence"][quote["evidence"] - 1]["text"])
                        false += claim["verdict"] == "checked" and folded(quote["text"]) not in law
                print(f"{question}: {answer['refusal']}, {answer['unverified']} sentences not checked, {len(answer['evidence'])} passages")
            print(f"answers {len(QUESTIONS)}, refusals {refused}, claims shown {shown}, shown as checked and false {false}")
            assert false == 0 and set(refused) <= {"nothing_checked", "writer_down", "nothing_found"}, refused
        finally:
            server.terminate()
            server.wait()


if __name__ == "__main__":
    main()
