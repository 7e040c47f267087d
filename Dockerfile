# The digest is that of the index for all platforms. To renew it, monthly and when a weakness is published:
#   docker buildx imagetools inspect python:3.12-slim-bookworm --format '{{.Manifest.Digest}}'
FROM python:3.12-slim-bookworm@sha256:782412e85d0f0984994c290652577d4018aff08145c85b262bb63dc0c7522254

RUN useradd --create-home --uid 10001 vigie
WORKDIR /home/vigie/app
# requirements-postgres.lock where reviews are kept in PostgreSQL
ARG LOCK=requirements.lock
COPY requirements.lock requirements-postgres.lock ./
RUN pip install --no-cache-dir --require-hashes -r $LOCK
# What .dockerignore lets through; it belongs to root, so that the application cannot change itself.
COPY . .
RUN python -m compileall -q . && mkdir var && chown vigie:vigie var
# Nothing is written but below the volume and /tmp, so the root can be read-only:
#   docker run --read-only --tmpfs /tmp --cap-drop ALL --security-opt no-new-privileges \
#     -p 8501:8501 -v vigie:/home/vigie/app/var vigie
USER vigie
# Every run is a thread; left alone, the C library keeps up to eight places of memory a core for them.
ENV PYTHONUNBUFFERED=1 PYTHONDONTWRITEBYTECODE=1 MALLOC_ARENA_MAX=2 VIGIE_HOME=/home/vigie/app/var
RUN python -m data build
VOLUME /home/vigie/app/var
EXPOSE 8501
HEALTHCHECK --interval=30s --timeout=5s --start-period=20s \
  CMD python -c "import urllib.request; urllib.request.urlopen('http://127.0.0.1:8501/api/ready', timeout=4)"
CMD ["streamlit", "run", "app.py"]
