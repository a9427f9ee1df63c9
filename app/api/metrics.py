"""Counters for Prometheus, in a registry of their own for each application.

No label carries anything a caller wrote: routes are templates, methods and statuses come from short lists.
"""

from collections import Counter as Tally
from collections.abc import Iterable

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest

from app.domain.documents import Document, DocumentState

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
# Extractive answers take tens of milliseconds, generated ones up to a minute: both ends need a bucket.
ANSWER_BUCKETS = (0.02, 0.05, 0.1, 0.2, 0.5, 1.0, 2.0, 5.0, 10.0, 30.0, 60.0)
REQUEST_BUCKETS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 10.0, 60.0)


class Metrics:
    """What the service counts."""

    def __init__(self) -> None:
        registry = CollectorRegistry()
        self._registry = registry
        self._requests = Counter(
            "liaison_http_requests", "Requests answered.", ["route", "method", "status"], registry=registry
        )
        self._latency = Histogram(
            "liaison_http_request_seconds",
            "Time to the last byte of a response.",
            ["route", "method"],
            buckets=REQUEST_BUCKETS,
            registry=registry,
        )
        self._turns = Counter("liaison_turns", "Questions answered.", ["mode", "abstained"], registry=registry)
        self._answer = Histogram(
            "liaison_answer_seconds", "Time to the whole answer.", buckets=ANSWER_BUCKETS, registry=registry
        )
        self._first_delta = Histogram(
            "liaison_first_delta_seconds", "Time to an answer's first words.", buckets=ANSWER_BUCKETS, registry=registry
        )
        self._documents = Gauge("liaison_documents", "Documents on record.", ["state"], registry=registry)

    def request(self, route: str, method: str, status: int, seconds: float) -> None:
        """Count one request; `route` is a template such as `/v1/documents/{document_id}`."""
        method = method if method in METHODS else "other"
        self._requests.labels(route, method, str(status)).inc()
        self._latency.labels(route, method).observe(seconds)

    def first_delta(self, seconds: float) -> None:
        """Note how long an answer's first words took."""
        self._first_delta.observe(seconds)

    def turn(self, mode: str, seconds: float, *, abstained: bool) -> None:
        """Count one turn; `mode` is the answer's, or `failed`."""
        self._turns.labels(mode, str(abstained).lower()).inc()
        self._answer.observe(seconds)

    def text(self, documents: Iterable[Document] | None) -> bytes:
        """Everything counted so far in Prometheus' text format, with `documents` by state as of now (None: not known now)."""
        self._documents.clear()
        states = Tally(document.state for document in documents or ())
        for state in DocumentState if documents is not None else ():
            self._documents.labels(state.value).set(states[state])
        return generate_latest(self._registry)
