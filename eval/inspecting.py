"""A run in the log format of inspect_ai (version 2, JSON), so that `inspect view` shows its questions and scores.

Used by `eval.reporting`, which writes it beside the report. Needs no package;
checked against inspect_ai 0.3.285 (docs/log-eval.md).
"""

from datetime import UTC, datetime
from typing import Any

from eval.metrics.catalogue import METRICS
from eval.metrics.outcomes import GOOD
from eval.scores import QuestionScore, Scored

LOG_VERSION = 2
SCORER = "backfile"
# A score a question, by which the viewer sorts: C, I and N are inspect's correct, incorrect, no answer.
CORRECT, INCORRECT, NO_ANSWER = "C", "I", "N"


def file_name(scored: Scored) -> str:
    """A name by which the viewer knows the file for a log: it begins with a time."""
    day = (scored.header.started or "1970-01-01T00:00:00+00:00").replace(":", "-")
    return f"{day}_{scored.header.set_name}_{scored.header.set_digest[:8]}.json"


def as_inspect_log(scored: Scored) -> dict[str, Any]:
    """The whole log as JSON values."""
    header = scored.header
    started = header.started or datetime.fromtimestamp(0, UTC).isoformat()
    model = next((s.record.author for s in scored.scores if s.record.author), "extractive")
    return {
        "version": LOG_VERSION,
        "status": "success",
        "eval": {
            "run_id": header.generation,
            "created": started,
            "task": header.set_name,
            "task_id": header.set_digest[:12],
            "dataset": {
                "name": header.set_name,
                "location": scored.questions.path.name,
                "samples": len(scored.scores),
                "sample_ids": [s.question.id for s in scored.scores],
            },
            "model": f"backfile/{model}",
            "config": {},
            "packages": {},
            "metadata": {"code": header.code, "generation": header.generation, "manifest": header.manifest},
        },
        "plan": {"name": "plan", "steps": [], "config": {}},
        "results": _results(scored),
        "stats": {"started_at": started, "completed_at": started, "model_usage": {}},
        "samples": [_sample(s) for s in scored.scores],
    }


def _results(scored: Scored) -> dict[str, Any]:
    metrics = {
        METRICS[name].title: {"name": METRICS[name].title, "value": total.value, "params": {}}
        for name, total in scored.totals.items()
    }
    return {
        "total_samples": len(scored.scores),
        "completed_samples": len(scored.scores) - len(scored.missing),
        "scores": [{"name": SCORER, "scorer": SCORER, "params": {}, "metrics": metrics}],
    }


def _sample(score: QuestionScore) -> dict[str, Any]:
    question, record = score.question, score.record
    return {
        "id": question.id,
        "epoch": 1,
        "input": [{"role": "user", "content": turn.user} for turn in question.turns],
        "target": question.answer or "the corpus does not say",
        "messages": [
            *({"role": "user", "content": turn.user} for turn in question.turns),
            {"role": "assistant", "content": record.shown or "The corpus does not say."},
        ],
        "output": {
            "model": record.author or "extractive",
            "choices": [
                {
                    "message": {"role": "assistant", "content": record.shown or "The corpus does not say."},
                    "stop_reason": "stop",
                }
            ],
        },
        "scores": {
            SCORER: {
                "value": _value(score),
                "answer": record.short or record.text,
                "explanation": f"{score.stage}; {record.outcome}, confidence {record.confidence:.2f}",
                "metadata": {name: list(values) for name, values in score.values.items()},
            }
        },
        "metadata": {
            "type": question.type,
            "story": question.story_id,
            "split": question.split,
            "as_of": question.as_of.isoformat() if question.as_of else None,
            "standalone": record.standalone,
            "citations": [
                {"article_id": c.article_id, "start": c.start, "end": c.end, "quote": c.quote}
                for c in record.citations
            ],
            "found": [p.passage_id for p in record.found],
        },
        "store": {},
        "total_time": record.wall_ms / 1000,
        **({"error": _error(record.error)} if record.error else {}),
    }


def _value(score: QuestionScore) -> str:
    if score.stage in GOOD:
        return CORRECT
    return NO_ANSWER if score.record.outcome == "abstained" else INCORRECT


def _error(message: str) -> dict[str, str]:
    return {"message": message, "traceback": "", "traceback_ansi": ""}
