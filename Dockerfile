# Backfile in a container: the chat on port 7860, its index and state in /data.
#   docker build -t backfile .
#   docker run -p 127.0.0.1:7860:7860 -v backfile:/data -e BACKFILE_ALLOW_HOSTS=localhost backfile
# docs/serving.md has the settings, and compose.yaml a model beside it.
ARG PYTHON=python:3.11.13-slim-bookworm

FROM $PYTHON AS build
# Torch's index of CPU builds, or pip's default brings several GB of CUDA.
ARG TORCH_INDEX=https://download.pytorch.org/whl/cpu
WORKDIR /app
COPY requirements.txt requirements.lock ./
# torch first and alone, as tools/environment.py does; the lock decides every version.
RUN python -m venv /venv \
 && /venv/bin/pip install --no-cache-dir --index-url "$TORCH_INDEX" "$(grep '^torch==' requirements.txt)" \
 && /venv/bin/pip install --no-cache-dir -r requirements.txt -c requirements.lock \
 && /venv/bin/pip install --no-cache-dir -c requirements.lock \
      mcp llama-index-llms-ollama llama-index-llms-openai-like

FROM $PYTHON
RUN useradd --uid 10001 --create-home --shell /usr/sbin/nologin backfile \
 && install -d -o backfile -g backfile /data
COPY --from=build /venv /venv
WORKDIR /app
COPY app.py LICENSE ./
COPY corpus corpus
COPY index index
COPY assistant assistant
COPY eval eval
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    PYTHONDONTWRITEBYTECODE=1 \
    HF_HUB_OFFLINE=1 \
    ANONYMIZED_TELEMETRY=False \
    BACKFILE_HOME=/data \
    BACKFILE_HOST=0.0.0.0
USER backfile
VOLUME /data
EXPOSE 7860
HEALTHCHECK --interval=30s --timeout=5s --start-period=120s CMD ["python", "-c", \
  "import os, urllib.request as web; web.urlopen('http://127.0.0.1:' + os.environ.get('BACKFILE_PORT', '7860') + '/healthz', timeout=4)"]
# The first start indexes the sample corpus, a later one what changed of the articles indexed last.
CMD ["sh", "-c", "python app.py index && exec python app.py"]
