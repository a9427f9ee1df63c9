"""The task `retrieval`: how much of what answers a question is found, how early and how fast, beside a stock pipeline."""
