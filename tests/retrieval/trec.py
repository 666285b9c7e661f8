"""Compares the figures of `cancu eval` with those of trec_eval (pytrec_eval) on the same run and judgements.

    cancu eval … --json --run RUN >REPORT
    python3 tests/retrieval/trec.py REPORT RUN JUDGEMENTS

Prints both and fails where they differ by more than rounding. Grades are all 1 in the collections measured here: for
others the gains differ, as trec_eval takes the grade itself and cancu 2^grade - 1.
"""

import collections
import json
import sys

try:
    import pytrec_eval
except ImportError:
    print("skipped: pytrec_eval is not installed (pip install pytrec-eval-terrier)")
    sys.exit(0)

report = json.load(open(sys.argv[1], encoding="utf-8"))
run, judged = collections.defaultdict(dict), collections.defaultdict(dict)
for line in open(sys.argv[2], encoding="utf-8"):
    question, _, key, _, score, _ = line.split(" ")
    run[question][key] = float(score)
for line in open(sys.argv[3], encoding="utf-8"):
    question, key, grade = line.rstrip("\n").split("\t")[:3]
    if int(grade) > 0:
        # A run parts its columns by spaces: in keys they are underscores there.
        judged[question][key.replace(" ", "_")] = int(grade)

measures = {"recall.1,5,10,20,100", "ndcg_cut.10"}
theirs = pytrec_eval.RelevanceEvaluator(judged, measures).evaluate(run)
# Of the reciprocal rank trec_eval knows no cut: the run is cut before.
first = {
    question: dict(sorted(found.items(), key=lambda one: (one[1], one[0]), reverse=True)[:10])
    for question, found in run.items()
}
ranks = pytrec_eval.RelevanceEvaluator(judged, {"recip_rank"}).evaluate(first)


def mean(of, measure):
    # A question for which nothing was found counts as 0.
    return sum(of.get(question, {}).get(measure, 0) for question in judged) / len(judged)


pairs = {f"recall_{depth}": mean(theirs, f"recall_{depth}") for depth in (1, 5, 10, 20, 100)}
pairs["ndcg_10"] = mean(theirs, "ndcg_cut_10")
pairs["mrr_10"] = mean(ranks, "recip_rank")
differ = False
for name, value in pairs.items():
    ours = report[name]["mean"]
    differ |= abs(ours - value) > 1e-6
    print(f"{name:<11} cancu {ours:.6f}   trec_eval {value:.6f}")
sys.exit("the two do not agree" if differ else 0)
