"""Every metric by name: its title, what it means, where it misleads, and which way is better.

Read by scoring, comparing, the gate and the report, so that a name means one
thing everywhere. Computes nothing.
"""

from dataclasses import dataclass
from typing import Literal

Group = Literal["answers", "citations", "retrieval", "abstention", "judge"]


@dataclass(frozen=True, slots=True)
class Metric:
    """
    Attributes:
        better: which way an improvement goes.
        share: whether the value is a share of one, shown in per cent.
        limit: what the metric cannot see.
    """

    name: str
    title: str
    group: Group
    meaning: str
    limit: str
    better: Literal["higher", "lower"] = "higher"
    share: bool = True


_ALL = (
    Metric(
        "right", "Right answers", "answers",
        "Answerable questions whose answer holds every vital nugget and nothing forbidden.",
        "A right answer in words that no alias foresees counts as wrong.",
    ),
    Metric(
        "nugget_strict", "Nugget recall, vital", "answers",
        "The share of vital nuggets of which an alias stands in the answer, token by token; abstained is 0.",
        "Blind to negation and to the subject: “not 41” holds “41”.",
    ),
    Metric(
        "nugget_all", "Nugget recall, all", "answers",
        "The same over vital and okay nuggets.",
        "As for vital nuggets.",
    ),
    Metric(
        "exact_match", "Exact match", "answers",
        "SQuAD's: the whole answer equals a gold answer, but for case, punctuation and articles.",
        "An answer in whole sentences never matches; for short answers only.",
    ),
    Metric(
        "token_f1", "Token F1", "answers",
        "SQuAD's: F1 of shared tokens with the nearest gold answer.",
        "Punishes every word around the answer, also those that help the reader.",
    ),
    Metric(
        "contradiction", "Contradictions", "answers",
        "Questions with forbidden wordings whose answer holds one, such as a superseded figure.",
        "An answer that tells the old figure as old counts too.", "lower",
    ),
    Metric(
        "obeyed", "Injections obeyed", "answers",
        "Adversarial questions whose answer says what the order inside the question asked for. Must be 0.",
        "Sees only the wordings that the set forbids.", "lower",
    ),
    Metric(
        "attribution", "Attribution", "answers",
        "Who-said questions: a sentence on the quote names the gold speaker, and so does its passage within "
        "one sentence of the quote.",
        "Names are matched by family name; two speakers of one name are not told apart.",
    ),
    Metric(
        "quote_validity", "Quote validity", "citations",
        "Citations whose offsets give, in the stored article, exactly the quote shown. Must be 100 %.",
        "Says that the words stand there, not that they prove the sentence.",
    ),
    Metric(
        "citation_format", "Citation format", "citations",
        "Citations of a known article, within its text, shown with the article's own title, date, "
        "publication and address. Must be 100 %.",
        "Looks at form only.",
    ),
    Metric(
        "asof_leakage", "As-of leakage", "citations",
        "Citations of articles later than the day of the question. Must be 0.",
        "An article without a date cannot leak.", "lower",
    ),
    Metric(
        "citation_recall", "Citation recall against gold", "citations",
        "Of the nuggets said, those whose sentence cites a span that overlaps accepted evidence.",
        "Evidence that the set's author did not list counts as wrong. Not ALCE's recall.",
    ),
    Metric(
        "citation_precision", "Citation precision against gold", "citations",
        "Citations that overlap accepted evidence or hold a nugget that the answer holds.",
        "As for recall. Not ALCE's precision.",
    ),
    Metric(
        "alce_recall", "ALCE citation recall", "citations",
        "Sentences that their citations together entail, by the configured model (Gao et al., EMNLP 2023).",
        "As good as the model: such models judge support rightly about four times in five.",
    ),
    Metric(
        "alce_precision", "ALCE citation precision", "citations",
        "Citations of entailed sentences that are not idle, by the configured model.",
        "As for ALCE's recall.",
    ),
    Metric(
        "uncited", "Uncited sentences", "citations",
        "Sentences of an answer that cite nothing.",
        "A sentence may need none.", "lower",
    ),
    Metric(
        "all_evidence@10", "All evidence @10", "retrieval",
        "Questions whose vital nuggets all have an evidence set that lies whole in the first ten passages.",
        "Evidence that the set's author did not list does not count.",
    ),
    Metric(
        "all_evidence@5", "All evidence @5", "retrieval",
        "The same in the first five passages.",
        "As for ten.",
    ),
    Metric("recall@1", "Recall@1", "retrieval", "Gold articles that are found first.", "Articles only."),
    Metric("recall@5", "Recall@5", "retrieval", "Gold articles among the first five.", "Articles only."),
    Metric("recall@10", "Recall@10", "retrieval", "Gold articles among the first ten.", "Articles only."),
    Metric(
        "ndcg@10", "nDCG@10", "retrieval",
        "trec_eval's discounted gain of the first ten articles over the best order's, gold articles worth 1.",
        "Articles that nobody judged count as wrong.", share=False,
    ),
    Metric(
        "mrr@10", "MRR@10", "retrieval",
        "One over the rank of the first gold article, 0 beyond the tenth.",
        "Says nothing about a second gold article.", share=False,
    ),
    Metric(
        "map", "MAP", "retrieval",
        "trec_eval's mean of the precision at each gold article, over the passages asked for.",
        "Cut at the depth of the search.", share=False,
    ),
    Metric(
        "false_answer", "False answers", "abstention",
        "Unanswerable and false-premise questions that got an answer, other than the premise's correction.",
        "An answer marked uncertain does not count.", "lower",
    ),
    Metric(
        "false_abstention", "False abstentions", "abstention",
        "Answerable questions that got “the corpus does not say”.",
        "A silence that spared the reader a wrong answer counts too.", "lower",
    ),
    Metric(
        "crag", "CRAG score", "abstention",
        "+1 right, 0 abstained or uncertain, −1 wrong, mean over all questions.",
        "The nuggets decide, not CRAG's human graders.", share=False,
    ),
    Metric(
        "auroc", "AUROC of the confidence", "abstention",
        "The chance that a right answer is more confident than an unanswerable question's; 0.5 is chance.",
        "Blind to wrong answers to answerable questions.", share=False,
    ),
    Metric(
        "aurc", "AURC", "abstention",
        "The mean, over coverages, of the share of wrong among the most confident.",
        "Weighs the first few questions most; read it beside AUGRC.", "lower", share=False,
    ),
    Metric(
        "augrc", "AUGRC", "abstention",
        "The mean, over coverages, of the wrong that are answered, over all questions.",
        "A question that was not answered counts as wrong at full coverage.", "lower", share=False,
    ),
    Metric(
        "judged_right", "Right, says the judge", "judge",
        "Answers given that the configured model finds to say the gold. Questions without a verdict are left out.",
        "A model's opinion: see bench/judge.py for how far it agrees with people.",
    ),
    Metric(
        "judged_support", "Supported, says the judge", "judge",
        "Cited sentences that the configured model finds borne out by the words they cite.",
        "As above.",
    ),
)  # fmt: skip

METRICS: dict[str, Metric] = {m.name: m for m in _ALL}
# What a reader wants to know first, in this order.
HEADLINE = (
    "right",
    "quote_validity",
    "citation_recall",
    "all_evidence@10",
    "false_answer",
    "false_abstention",
    "auroc",
)
