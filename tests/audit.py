"""Ask whether a pinned requirement has a known vulnerability: `python -m tests.audit requirements.txt`.

pip-audit says "No known vulnerabilities found" also where it could ask about nothing. Here a vulnerability
fails, and what could not be asked about is named loudly: a machine may have no way to the service.
"""

from __future__ import annotations

import json
import subprocess
import sys
from typing import Any, NamedTuple

SECONDS = 90
ASK = ("--no-deps", "--disable-pip", "--progress-spinner=off", "--timeout=5", "--format=json")


class Audit(NamedTuple):
    """What an audit came to: lines to say, and whether it fails."""

    lines: list[str]
    fails: bool


def audit(requirements: str) -> Audit:
    """Audit a file of pinned requirements."""
    command = [sys.executable, "-m", "pip_audit", "--requirement", requirements, *ASK]
    try:
        done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)  # noqa: S603
    except subprocess.TimeoutExpired:
        return not_asked(f"the service did not answer within {SECONDS} s")
    return judged(done.stdout, done.stderr)


def judged(answer: str, complaint: str = "") -> Audit:
    """Judge what pip-audit wrote."""
    try:
        packages: list[dict[str, Any]] = json.loads(answer)["dependencies"]
    except (ValueError, KeyError):
        return not_asked(complaint.strip().rpartition("\n")[2] or "it gave no answer")
    found = [
        f"{one['name']} {one['version']}: {flaw['id']}, mended in {flaw['fix_versions']}"
        for one in packages
        for flaw in one.get("vulns", ())
    ]
    left = [one["name"] for one in packages if "skip_reason" in one]
    if found:
        return Audit(["KNOWN VULNERABILITIES:", *found], fails=True)
    if left:
        return not_asked(f"the service knows nothing of {len(left)} of {len(packages)}: {', '.join(left)}")
    return Audit([f"No known vulnerability in {len(packages)} requirements."], fails=False)


def not_asked(why: str) -> Audit:
    return Audit(
        ["NOT AUDITED: whether a requirement has a known vulnerability could not be asked:", why], False
    )


def main() -> int:
    result = audit(sys.argv[1])
    print("\n".join(result.lines), file=sys.stderr if result.fails else sys.stdout)
    return int(result.fails)


if __name__ == "__main__":
    sys.exit(main())
