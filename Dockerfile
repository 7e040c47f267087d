# Not pinned by digest: none could be looked up where this was written, and an invented one would be worse.
# To pin it: docker buildx imagetools inspect python:3.11-slim --format '{{.Manifest.Digest}}'
# and write what it prints behind the tag: FROM python:3.11-slim@sha256:...
FROM python:3.11-slim

# The application needs no privilege; its data live in a volume that it owns.
RUN useradd --create-home --uid 10001 vigie
WORKDIR /home/vigie/app
COPY requirements.lock .
RUN pip install --no-cache-dir --require-hashes -r requirements.lock
COPY --chown=vigie:vigie . .
RUN mkdir -p var && chown vigie:vigie var
USER vigie
ENV PYTHONUNBUFFERED=1
RUN python -m data build
VOLUME /home/vigie/app/var
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/api/ready', timeout=4)"
CMD ["streamlit", "run", "app.py"]
