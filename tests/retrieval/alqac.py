"""Writes ALQAC 2022 (law.json, question.json) in the formats that `cancu ingest` and `cancu eval` read.

    python3 tests/retrieval/alqac.py FOLDER_OF_ALQAC OUT
    cancu ingest OUT/articles.jsonl --data DATA
    cancu eval --data DATA --queries OUT/queries.jsonl --judgements OUT/judgements.tsv
"""

import json
import pathlib
import sys

source, out = map(pathlib.Path, sys.argv[1:3])
out.mkdir(parents=True, exist_ok=True)

with open(out / "articles.jsonl", "w", encoding="utf-8") as articles:
    row = 0
    for law in json.loads((source / "law.json").read_text(encoding="utf-8")):
        for article in law["articles"]:
            # The first paragraph is the heading.
            heading, _, text = article["text"].partition("\n\n")
            number = law["id"]
            articles.write(
                json.dumps(
                    {
                        "row": row,
                        "key": f"{number}#{article['id']}".lower(),
                        "num": number,
                        "doctype": "Luật",
                        "kind": "Điều",
                        "art": article["id"],
                        "title": heading.strip(),
                        "text": text.strip() or heading.strip(),
                        "effective": None,
                    },
                    ensure_ascii=False,
                )
                + "\n"
            )
            row += 1

with (
    open(out / "queries.jsonl", "w", encoding="utf-8") as queries,
    open(out / "judgements.tsv", "w", encoding="utf-8") as judgements,
):
    for question in json.loads((source / "question.json").read_text(encoding="utf-8")):
        asked = {"id": question["id"], "text": question["text"]}
        queries.write(json.dumps(asked, ensure_ascii=False) + "\n")
        for answer in question["relevant_articles"]:
            key = f"{answer['law_id']}#{answer['article_id']}".lower()
            judgements.write(f"{question['id']}\t{key}\t1\n")
