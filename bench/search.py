"""Search on real council texts: quality and cost of each engine, beside SQLite FTS5 fed the same words.

Needs RIS_REAL_DATA, a folder with texts-dev.jsonl and texts-dev-queries.jsonl. Every step runs in a process of its own, so
that memory is its own. Times are CPU time of that process; each question is asked once, so nothing is answered from what
an earlier run of it left behind. An answer of an engine is the first ten hits, the exact total and all facets under the
reader's rights; an answer of FTS5 is the first ten hits and the exact total.
"""

from __future__ import annotations

import json
import os
import sqlite3
import subprocess
import sys
import tempfile
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path
from typing import Any

from ris.search.compounds import Dictionary, Splitter, learn
from ris.search.engine import Engine, Entry, Hits, IndexReader, Query
from ris.search.engines import ENGINES, engine_named
from ris.search.language import All, Apart, Either, Exact, Node, Number, Phrase, Prefix, Question, Word, parse
from ris.search.preparation import prepare

ROOT = Path(__file__).parent.parent
BODY = 1
PUBLIC = frozenset({"public"})
TEXTS = "texts-dev"
FTS5 = "sqlite-fts5"
CHANGES = 25
Json = dict[str, Any]


def run() -> Json:
    """Measure everything and print the tables."""
    real = Path(os.environ["RIS_REAL_DATA"])
    results: Json = {}
    with tempfile.TemporaryDirectory() as folder:
        learnt = step("learn", "", real, Path(folder))
        print(f"Wörterbuch gelernt: {learnt['ms_per_document']:.2f} ms CPU je Text, {learnt['words']} Wörter")
        for engine in (*ENGINES, FTS5):
            own = Path(folder) / engine
            results[engine] = step("build", engine, real, own) | step("ask", engine, real, own)
            if engine != FTS5:
                results[engine] |= step("judge", engine, real, own) | step("change", engine, real, own)
    show(results)
    return {"learn": learnt, **results}


def show(results: Json) -> None:
    """The figures as tables."""
    print(
        f"{'':13}{'Aufbau ms/Text':>15}{'Aufbau MB':>10}{'Index MB':>9}{'Suche MB':>9}{'nicht gefunden':>15}{'sichtbar ms p50/p95':>21}"
    )
    for engine, found in results.items():
        change = found.get("visible_ms", {})
        seen = f"{change['p50']:.0f}/{change['p95']:.0f}" if change else "–"
        missing = str(len(found["missing"])) if "missing" in found else "–"
        print(
            f"{engine:13}{found['ms_per_document']:15.2f}{found['build_mb']:10.0f}{found['size_mb']:9.0f}{found['ask_mb']:9.0f}"
            f"{missing:>15}{seen:>21}",
        )
    print(f"\n{'CPU ms':18}" + "".join(f"{f'{engine} p50':>17}{'p95':>8}" for engine in results))
    for kind in next(iter(results.values()))["kinds"]:
        figures = (found["kinds"][kind] for found in results.values())
        print(f"{kind:18}" + "".join(f"{figure['p50']:17.2f}{figure['p95']:8.2f}" for figure in figures))
    for engine, found in results.items():
        for sentence in found.get("missing", ()):
            print(f"{engine}: {sentence}")


def step(name: str, engine: str, real: Path, folder: Path) -> Json:
    """Run one step in its own process."""
    command = [sys.executable, "-m", "bench.search", name, engine, str(real), str(folder)]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    if done.returncode:
        sys.exit(done.stderr)
    answer: Json = json.loads(done.stdout.splitlines()[-1])
    return answer


def entries(path: Path) -> Iterator[Entry]:
    """The texts as entries everybody may read."""
    with path.open() as lines:
        for line in lines:
            text = json.loads(line)
            yield Entry(
                key=f"file:{text['id']}",
                body_id=BODY,
                readers=PUBLIC,
                kind=text["type"],
                title=text["title"],
                text=text["text"],
                date=date.fromisoformat(text["date"][:10]) if text.get("date") else None,
                references=(text["reference"],) if text.get("reference") else (),
            )


def questions(path: Path) -> list[Json]:
    """The questions with their true hits."""
    return [json.loads(line) for line in path.read_text().splitlines()]


def ask(reader: IndexReader, text: str, limit: int = 10) -> Hits:
    """What an anonymous reader finds."""
    return reader.search(Query(text=text, reads=PUBLIC, body_id=BODY, limit=limit))


def judge(reader: IndexReader, question: Json) -> str:
    """What is wrong with the answer to a question; empty when everything that must be found is.

    A title must be among the first ten, a number's papers among the first twenty; a phrase finds exactly its texts,
    everything else at least all that are required.
    """
    kind, limits = question["kind"], {"known_item_title": 10, "reference": 20}
    hits = ask(reader, question["query"], limits.get(kind, 100_000))
    found = {hit.key.removeprefix("file:") for hit in hits.hits}
    required = set(question["required"])
    missing = required - found
    extra = found - required - set(question.get("allowed_extra", ()))
    if missing:
        return f"{kind} {question['query']}: {len(missing)} von {len(required)} fehlen, {min(missing)}"
    if kind == "phrase" and extra:
        return f"{kind} {question['query']}: {len(extra)} zu viel, {min(extra)}"
    return ""


def learn_step(_engine: str, real: Path, folder: Path) -> Json:
    """Learn the compounds once for all engines."""
    texts = [f"{entry.title}\n{entry.text}" for entry in entries(real / f"{TEXTS}.jsonl")]
    begun = time.process_time()
    dictionary = learn(texts)
    spent = time.process_time() - begun
    dictionary.save(folder / "dictionary.json")
    return {"ms_per_document": spent * 1000 / len(texts), "words": len(dictionary.parts), "documents": len(texts)}


def build_step(engine: str, real: Path, folder: Path) -> Json:
    """Analyse and write all texts."""
    folder.mkdir(parents=True)
    splitter = Splitter(Dictionary.load(folder.parent / "dictionary.json"))
    begun = time.process_time()
    source = entries(real / f"{TEXTS}.jsonl")
    count = (
        build_fts5(folder, source, splitter)
        if engine == FTS5
        else build_engine(engine_named(engine), folder, source, splitter)
    )
    spent = time.process_time() - begun
    size = sum(path.stat().st_size for path in folder.rglob("*") if path.is_file())
    return {"ms_per_document": spent * 1000 / count, "build_mb": peak_mb(), "size_mb": size / 1e6, "documents": count}


def build_engine(engine: Engine, folder: Path, source: Iterator[Entry], splitter: Splitter) -> int:
    """Fill an index as ``search rebuild`` does."""
    count = 0
    with engine.writer(folder, splitter) as writer:
        for count, entry in enumerate(source, start=1):
            writer.add(entry)
            if count % 20_000 == 0:
                writer.commit()
        writer.commit()
    return count


def build_fts5(folder: Path, source: Iterator[Entry], splitter: Splitter) -> int:
    """The same words in SQLite's own full-text index."""
    count = 0
    with sqlite3.connect(folder / "words.db") as base:
        base.execute("CREATE VIRTUAL TABLE words USING fts5(exact, stem, own, content='', tokenize='unicode61')")
        for count, entry in enumerate(source, start=1):
            words = prepare(entry, splitter)
            stems = " ".join((*words.title_stems.elements(), *words.stems.elements(), *words.parts))
            own = " ".join(fts5_number(number) for number in words.own_numbers | words.mentioned_numbers)
            exact = " ".join((*words.title, "¶", *words.body))
            base.execute("INSERT INTO words(rowid, exact, stem, own) VALUES (?, ?, ?, ?)", (count, exact, stems, own))
    return count


def ask_step(engine: str, real: Path, folder: Path) -> Json:
    """Ask every question once, as a page does."""
    answer = fts5_reader(folder) if engine == FTS5 else engine_reader(engine, folder)
    spent: defaultdict[str, list[float]] = defaultdict(list)
    for word in ("Radweg", '"zur Kenntnis"', "Kinder*", "2019/0001"):
        answer(word)  # opens files and loads the German dictionary
    for question in questions(real / f"{TEXTS}-queries.jsonl"):
        begun = time.process_time()
        answer(question["query"])
        spent[question["kind"]].append((time.process_time() - begun) * 1000)
    return {"kinds": {kind: spread(times) for kind, times in spent.items()}, "ask_mb": peak_mb()}


def engine_reader(engine: str, folder: Path) -> Callable[[str], object]:
    """Asks one of our engines."""
    reader = reader_of(engine, folder)
    return lambda text: ask(reader, text)


def reader_of(engine: str, folder: Path) -> IndexReader:
    """Opens the index of a step before."""
    return engine_named(engine).reader(folder, Splitter(Dictionary.load(folder.parent / "dictionary.json")))


def fts5_reader(folder: Path) -> Callable[[str], object]:
    """Asks SQLite for the first ten hits and their number."""
    base = sqlite3.connect(folder / "words.db")

    def answer(text: str) -> object:
        match = fts5_match(parse(text))
        first = base.execute("SELECT rowid FROM words WHERE words MATCH ? ORDER BY rank LIMIT 10", (match,)).fetchall()
        return first, base.execute("SELECT count(*) FROM words WHERE words MATCH ?", (match,)).fetchone()

    return answer


def fts5_match(question: Question) -> str:
    """A parsed question in SQLite's words; only what the questions of the file need."""
    return " AND ".join(f"({fts5_node(node)})" for node in question.wanted)


def fts5_node(node: Node) -> str:
    """One part of a question."""
    match node:
        case Word(word):
            return f'stem:"{word.stem}"'
        case Exact(exact):
            return f'exact:"{exact}"'
        case Phrase(words):
            return 'exact:"{}"'.format(" ".join(word.exact for word in words))
        case Prefix(start):
            return f'exact:"{start}"*'
        case Number(tokens) | Apart(tokens):
            return " OR ".join(f'own:"{fts5_number(token)}"' for token in tokens)
        case Either(parts) | All(parts):
            joint = " OR " if isinstance(node, Either) else " AND "
            return joint.join(f"({fts5_node(part)})" for part in parts)


def fts5_number(token: str) -> str:
    """A number as one word for SQLite's tokenizer."""
    return token.replace("/", "x").replace("+", "x")


def judge_step(engine: str, real: Path, folder: Path) -> Json:
    """Hold every answer against the true hits."""
    reader = reader_of(engine, folder)
    asked = questions(real / f"{TEXTS}-queries.jsonl")
    wrong = [sentence for question in asked if (sentence := judge(reader, question))]
    return {"questions": len(asked), "missing": wrong}


def change_step(engine: str, real: Path, folder: Path) -> Json:
    """Change one text after another; wall time from the change until another reader finds it."""
    chosen, splitter = engine_named(engine), Splitter(Dictionary.load(folder.parent / "dictionary.json"))
    reader = chosen.reader(folder, splitter)
    prepare(next(entries(real / f"{TEXTS}.jsonl")), splitter)  # the worker has loaded the German dictionary long ago
    waits = []
    for number, entry in zip(range(CHANGES), entries(real / f"{TEXTS}.jsonl"), strict=False):
        word = f"unverwechselbar{'abcdefghijklmnopqrstuvwxyz'[number]}"
        begun = time.monotonic()
        with chosen.writer(folder, splitter) as writer:
            writer.replace(Entry(**{**fields(entry), "title": f"{entry.title} {word}"}))
            writer.commit()
            while not ask(reader, word).total:
                time.sleep(0.001)
            waits.append((time.monotonic() - begun) * 1000)
    return {"visible_ms": spread(waits)}


def fields(entry: Entry) -> Json:
    """The fields of an entry."""
    return {name: getattr(entry, name) for name in Entry.__slots__}


def spread(values: list[float]) -> dict[str, float]:
    """Median, 95th percentile and the worst."""
    values = sorted(values)
    return {"p50": values[len(values) // 2], "p95": values[int(len(values) * 0.95)], "max": values[-1]}


def peak_mb() -> float:
    """The most memory this process has held."""
    status = Path("/proc/self/status").read_text()
    return int(status.partition("VmHWM:")[2].split()[0]) / 1024


STEPS = {"learn": learn_step, "build": build_step, "ask": ask_step, "judge": judge_step, "change": change_step}

if __name__ == "__main__":
    if len(sys.argv) == 1:
        run()
    else:
        print(json.dumps(STEPS[sys.argv[1]](sys.argv[2], Path(sys.argv[3]), Path(sys.argv[4]))))
