"""What each part of the search adds on judged questions: a table in Markdown.

    python3 tests/retrieval/ablation.py PROGRAM DATA QUERIES JUDGEMENTS

Every row leaves something out of the row "all" and is cross-validated where a ranking takes part. The rows run one
after the other; on 634 questions over 65,029 articles each takes two to five minutes.
"""

import json
import subprocess
import sys

program, data, queries, judgements = sys.argv[1:5]
ROWS = [
    ("all", ["--folds", "5"]),
    ("without the meaning", ["--folds", "5", "--without", "meaning"]),
    ("without the table of wordings", ["--folds", "5", "--without", "wordings"]),
    ("without pairs of syllables", ["--folds", "5", "--without", "pairs"]),
    ("without headings as a field", ["--folds", "5", "--without", "headings"]),
    ("without breadcrumbs as a field", ["--folds", "5", "--without", "breadcrumbs"]),
    ("without the ranking", ["--without", "ranking"]),
    ("… and without the table of wordings", ["--without", "ranking,wordings"]),
    ("full text alone", ["--list", "lexical"]),
    ("… without pairs of syllables", ["--list", "lexical", "--without", "pairs"]),
    ("… without the table of wordings", ["--list", "lexical", "--without", "wordings"]),
    ("meaning alone", ["--list", "semantic"]),
    ("all, one slip in every question", ["--folds", "5", "--typed", "typo"]),
    ("… not mended", ["--folds", "5", "--typed", "typo", "--without", "spelling"]),
]

print("| | recall@10 | recall@100 | MRR@10 |")
print("|---|---|---|---|", flush=True)
for name, options in ROWS:
    command = [program, "eval", "--data", data, "--queries", queries, "--judgements", judgements, "--json"]
    answer = subprocess.run(command + options, check=True, stdout=subprocess.PIPE)
    report = json.loads(answer.stdout)
    figures = [f"{report[measure]['mean']:.3f}" for measure in ("recall_10", "recall_100", "mrr_10")]
    print("| " + " | ".join([name, *figures]) + " |", flush=True)
