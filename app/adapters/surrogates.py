"""Half characters in text. JSON and broken PDFs can carry lone surrogates, which no native library takes."""


def without_surrogates(text: str) -> str:
    """`text` with each lone surrogate as a question mark; all other text comes back as it is."""
    return text.encode("utf-8", "replace").decode("utf-8")
