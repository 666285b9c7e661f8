"""One search engine on the texts, vectors and questions that measure-search wrote: peers.py ENGINE FOLDER.

Prints one line of JSON: times of a question in milliseconds, its computing in all threads, seconds to build and of
computing until then, most memory in bytes, and for vectors the recall of the ten nearest against the program's exact scan.
"""

import json
import resource
import sys
import time
from pathlib import Path


def read(folder: Path):
    import numpy

    queries = len((folder / "queries.txt").read_text().splitlines())
    points = numpy.fromfile(folder / "queries.f32", dtype=numpy.float32).reshape(queries, -1)
    vectors = numpy.fromfile(folder / "vectors.f32", dtype=numpy.float32).reshape(-1, points.shape[1])
    return vectors, points


def timed(each, queries):
    times, found = [], []
    before = time.process_time()
    for query in queries:
        start = time.perf_counter()
        found.append(each(query))
        times.append((time.perf_counter() - start) * 1000)
    computed = (time.process_time() - before) * 1000 / max(1, len(times))
    times.sort()
    at = lambda share: times[min(int(len(times) * share), len(times) - 1)]
    return found, {"p50": at(0.5), "p95": at(0.95), "p99": at(0.99), "computed": computed, "before": before}


def recall(folder: Path, found) -> float:
    ids = [int(line) for line in (folder / "ids.txt").read_text().split()]
    exact = json.loads((folder / "exact.json").read_text())
    exact = exact[: len(found)]
    hits = sum(len({ids[row] for row in rows} & set(best)) for rows, best in zip(found, exact))
    return hits / max(1, sum(map(len, exact)))


def bm25s(folder: Path):
    import bm25s

    start = time.perf_counter()
    known, rows = {}, []
    with open(folder / "texts.txt") as texts:
        for line in texts:
            rows.append([known.setdefault(word, len(known)) for word in line.split()])
    engine = bm25s.BM25()
    engine.index(bm25s.tokenization.Tokenized(ids=rows, vocab=known), show_progress=False)
    built = time.perf_counter() - start
    queries = [line.split() for line in (folder / "queries.txt").read_text().splitlines()]
    each = lambda query: engine.retrieve([query], k=10, show_progress=False, n_threads=0)
    _, told = timed(each, queries)
    return {"name": "bm25s: syllables of heading and text, ten", "built": built, **told}


def numpy(folder: Path):
    import numpy

    vectors, points = read(folder)
    start = time.perf_counter()
    scale = numpy.abs(vectors).max(axis=1) / 127
    codes = numpy.round(vectors / numpy.maximum(scale, 1e-12)[:, None]).astype(numpy.int8)
    built = time.perf_counter() - start
    del vectors

    def each(point):
        # numpy multiplies small integers in no wider ones: a block at a time as floats is its fastest way.
        scores = numpy.empty(len(codes), dtype=numpy.float32)
        for at in range(0, len(codes), 8192):
            scores[at : at + 8192] = codes[at : at + 8192].astype(numpy.float32) @ point
        scores *= scale
        return numpy.argpartition(-scores, 10)[:10].tolist()

    found, told = timed(each, points[:60])
    return {"name": "numpy: exact int8 scan, ten", "built": built, "recall": recall(folder, found), **told}


def usearch_exact(folder: Path):
    import numpy
    from usearch.index import MetricKind, search

    vectors, points = read(folder)
    start = time.perf_counter()
    longest = numpy.maximum(numpy.linalg.norm(vectors, axis=1, keepdims=True), 1e-12)
    codes = numpy.round(vectors / longest * 127).astype(numpy.int8)
    points = numpy.round(points / numpy.maximum(numpy.linalg.norm(points, axis=1, keepdims=True), 1e-12) * 127)
    points = points.astype(numpy.int8)
    built = time.perf_counter() - start
    del vectors
    each = lambda point: search(codes, point, 10, MetricKind.Cos, exact=True).keys.tolist()
    found, told = timed(each, points)
    return {"name": "usearch: exact int8 scan, ten", "built": built, "recall": recall(folder, found), **told}


def usearch(folder: Path):
    import numpy
    from usearch.index import Index

    vectors, points = read(folder)
    start = time.perf_counter()
    index = Index(ndim=vectors.shape[1], metric="cos", dtype="i8", connectivity=16, expansion_add=128, expansion_search=64)
    index.add(numpy.arange(len(vectors)), vectors)
    built = time.perf_counter() - start
    del vectors
    each = lambda point: index.search(point, 10).keys.tolist()
    found, told = timed(each, points)
    return {"name": "usearch: graph of int8, ten", "built": built, "recall": recall(folder, found), **told}


def lancedb(folder: Path):
    import tempfile

    import lancedb
    import pyarrow

    vectors, points = read(folder)
    start = time.perf_counter()
    place = lancedb.connect(tempfile.mkdtemp())
    rows = pyarrow.FixedSizeListArray.from_arrays(pyarrow.array(vectors.reshape(-1)), vectors.shape[1])
    row = pyarrow.array(range(len(vectors)))
    table = place.create_table("passages", pyarrow.table({"row": row, "vector": rows}))
    table.create_index(metric="cosine", index_type="IVF_HNSW_SQ", vector_column_name="vector")
    built = time.perf_counter() - start
    del vectors, rows
    each = lambda point: [hit["row"] for hit in table.search(point).select(["row"]).nprobes(20).limit(10).to_list()]
    found, told = timed(each, points)
    return {"name": "LanceDB: IVF_HNSW_SQ, ten", "built": built, "recall": recall(folder, found), **told}


ENGINES = {"bm25s": bm25s, "numpy": numpy, "usearch-exact": usearch_exact, "usearch": usearch, "lancedb": lancedb}

if __name__ == "__main__":
    try:
        told = ENGINES[sys.argv[1]](Path(sys.argv[2]))
        told["memory"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    except ModuleNotFoundError as error:
        told = {"missing": error.name}
    print(json.dumps(told))
