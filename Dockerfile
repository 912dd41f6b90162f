# The site in one container: `docker build -t hips .`. How to run it: docs/deploy.md.

FROM python:3.11-slim-bookworm AS packages
COPY requirements.txt /
RUN python -m venv /venv && /venv/bin/pip install --no-cache-dir --requirement /requirements.txt

FROM python:3.11-slim-bookworm
# PostgreSQL's own programs make and restore the backups of a PostgreSQL database.
RUN apt-get update \
    && apt-get install --yes --no-install-recommends postgresql-client \
    && rm -rf /var/lib/apt/lists/* \
    && useradd --uid 10001 --no-create-home --shell /usr/sbin/nologin site \
    && install --directory --owner=site --mode=700 /data
COPY --from=packages /venv /venv
COPY manage.py /site/
COPY hipmobility /site/hipmobility
COPY exercises /site/exercises
COPY tracker /site/tracker
COPY templates /site/templates
COPY static /site/static
WORKDIR /site
RUN ["/venv/bin/python", "-m", "compileall", "-q", "."]
USER site
# The port is open to the container's network; publish it to a proxy alone.
ENV PATH=/venv/bin:$PATH \
    PYTHONUNBUFFERED=1 \
    DATA_DIR=/data \
    LOG_FORMAT=json \
    GUNICORN_CMD_ARGS="--bind 0.0.0.0:8000"
VOLUME /data
EXPOSE 8000
HEALTHCHECK --interval=10s --timeout=5s --start-period=60s CMD ["python", "-c", "from urllib.request import urlopen; urlopen('http://localhost:8000/healthz', timeout=4)"]
CMD ["sh", "-c", "python manage.py prepare && exec gunicorn --config python:hipmobility.server"]
