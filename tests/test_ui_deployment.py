"""Image, compose file and unit: read by their parsers, true to the checkout, run as far as goes without an engine."""

import configparser
import json
import os
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
import yaml

from assistant.ui.arguments import parser
from assistant.ui.settings import VARIABLES, SettingUnusable, UiSettings, from_environment, overridden


def instructions(root: Path) -> list[tuple[str, str]]:
    """The Dockerfile's instructions with their arguments, continued lines joined."""
    text = re.sub(r"\\\n", " ", re.sub(r"(?m)^#.*\n", "", (root / "Dockerfile").read_text("utf-8")))
    return [
        (line.split(None, 1)[0], line.split(None, 1)[1].strip()) for line in text.splitlines() if line.strip()
    ]


def test_the_image_runs_as_a_user_of_its_own_and_copies_what_there_is(root: Path) -> None:
    steps = instructions(root)

    assert {name for name, _ in steps} <= {
        "FROM", "ARG", "WORKDIR", "COPY", "RUN", "ENV", "USER", "VOLUME", "EXPOSE", "HEALTHCHECK", "CMD",
    }  # fmt: skip
    assert [argument for name, argument in steps if name == "USER"] == ["backfile"]
    assert steps.index(("USER", "backfile")) < [name for name, _ in steps].index("CMD")
    copied = [word for name, argument in steps if name == "COPY" for word in argument.split()[:-1]]
    assert [word for word in copied if not word.startswith(("--", "/")) and not (root / word).exists()] == []


def environment_of(steps: list[tuple[str, str]]) -> dict[str, str]:
    """The image's variables, as a process of it would see them."""
    (variables,) = (argument for name, argument in steps if name == "ENV")
    return dict(pair.split("=", 1) for pair in variables.split())


@contextmanager
def started(steps: list[tuple[str, str]], root: Path, folder: Path, home: Path) -> Iterator[dict[str, str]]:
    """What the image starts, as a plain process over the files that it copies; yields its environment."""
    for argument in (argument for name, argument in steps if name == "COPY" and "--from" not in argument):
        for word in argument.split()[:-1]:
            kept = shutil.copytree if (root / word).is_dir() else shutil.copy
            kept(root / word, folder / word)
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    (command,) = (json.loads(argument) for name, argument in steps if name == "CMD")
    environment = environment_of(steps) | {
        "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
        "BACKFILE_HOME": str(home),
        "BACKFILE_HOST": "127.0.0.1",
        "BACKFILE_PORT": str(port),
        # Whoever the image runs as may write nowhere but in its home.
        "HOME": "/proc/nowhere",
    }
    log = folder / "log"
    with log.open("wb") as out:
        process = subprocess.Popen(
            command, cwd=folder, env=environment, stdout=out, stderr=out, start_new_session=True
        )
        try:
            yield environment
        finally:
            os.killpg(process.pid, 9)
            process.wait()


def healthy(steps: list[tuple[str, str]], environment: dict[str, str]) -> bool:
    """What the image's own health check says."""
    (check,) = (argument for name, argument in steps if name == "HEALTHCHECK")
    command = json.loads(check.split("CMD ", 1)[1])
    return subprocess.run(command, env=environment, capture_output=True, check=False).returncode == 0


def test_what_the_image_holds_and_sets_serves_and_is_healthy(
    root: Path, tmp_path: Path, sample_home: Path
) -> None:
    steps = instructions(root)
    home = Path(shutil.copytree(sample_home, tmp_path / "home"))
    (tmp_path / "app").mkdir()
    with started(steps, root, tmp_path / "app", home) as environment:
        deadline = time.monotonic() + 120
        while not healthy(steps, environment):
            assert time.monotonic() < deadline, (tmp_path / "app" / "log").read_text("utf-8")[-2000:]
            time.sleep(0.2)

    assert environment["BACKFILE_HOME"] != environment_of(steps)["BACKFILE_HOME"] == "/data"
    assert not healthy(steps, environment)


def test_the_images_are_pinned_to_a_version_and_hold_no_secret(root: Path) -> None:
    (python,) = (argument for name, argument in instructions(root) if name == "ARG" and "PYTHON=" in argument)
    services = yaml.safe_load((root / "compose.yaml").read_text("utf-8"))["services"]
    images = [service["image"] for service in services.values() if "image" in service]

    assert re.fullmatch(r"PYTHON=python:3\.11\.\d+-slim-\w+", python)
    assert all(re.search(r":\$\{OLLAMA:-\d+\.\d+\.\d+\}$", image) for image in images)
    assert not re.search(
        r"(?i)(password|secret|token|key)\w*[=:] *\S", (root / "Dockerfile").read_text("utf-8")
    )


def test_what_the_image_copies_is_let_through_to_it(root: Path) -> None:
    let_through = {
        line[1:] for line in (root / ".dockerignore").read_text("utf-8").splitlines() if line[:1] == "!"
    }
    own = [argument for name, argument in instructions(root) if name == "COPY" and "--from" not in argument]
    copied = {word for argument in own for word in argument.split()[:-1]}

    assert copied == let_through


def test_compose_names_only_variables_and_services_that_exist(root: Path) -> None:
    made = yaml.safe_load((root / "compose.yaml").read_text("utf-8"))
    service = made["services"]["backfile"]

    assert set(service["depends_on"]) <= set(made["services"])
    assert set(service["environment"]) == {"BACKFILE_LLM", "BACKFILE_LLM_URL", "BACKFILE_ALLOW_HOSTS"}
    assert service["ports"] == ["127.0.0.1:7860:7860"]
    assert (service["read_only"], service["cap_drop"]) == (True, ["ALL"])
    assert {mount.split(":")[0] for mount in service["volumes"] if mount[0] not in "./$"} <= set(
        made["volumes"]
    )


def unit_text(root: Path) -> str:
    (text,) = re.findall(r"```ini\n(.*?)```", (root / "docs" / "serving.md").read_text("utf-8"), re.DOTALL)
    return str(text)


def unit(root: Path) -> configparser.ConfigParser:
    read = configparser.ConfigParser(interpolation=None, strict=False)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(unit_text(root))
    return read


def test_the_unit_serves_from_the_checkout_without_privileges(root: Path) -> None:
    service = unit(root)["Service"]

    assert service["ExecStart"] == "/opt/backfile/.venv/bin/python app.py"
    assert service["User"] == "backfile"
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")


@pytest.mark.skipif(not shutil.which("systemd-analyze"), reason="systemd's verifier is not installed")
def test_systemd_finds_nothing_wrong_with_the_unit(root: Path, tmp_path: Path) -> None:
    """Its program lies where a deployment puts it, so it is replaced by one that is here."""
    written = tmp_path / "backfile.service"
    written.write_text(unit_text(root).replace("/opt/backfile/.venv/bin/python", sys.executable), "utf-8")

    said = subprocess.run(
        ["systemd-analyze", "verify", str(written)], capture_output=True, text=True, check=False
    )

    assert (said.returncode, said.stderr) == (0, "")


def test_the_guide_has_every_flag_and_every_variable_of_serving(root: Path) -> None:
    guide = (root / "docs" / "serving.md").read_text("utf-8")
    group = next(one for one in parser()._action_groups if "serving" in str(one.title))
    flags = {action.option_strings[0] for action in group._group_actions}

    assert [name for name in VARIABLES if name not in guide] == []
    assert [flag for flag in flags if flag not in guide and f"--no-{flag[2:]}" not in guide] == []


def test_the_environment_makes_settings_and_flags_win() -> None:
    environment = {
        "BACKFILE_PORT": "8000",
        "BACKFILE_MCP": "on",
        "BACKFILE_API": "off",
        "BACKFILE_ROOT_PATH": "papers/",
        "BACKFILE_ALLOW_HOSTS": "Papers.example, press.lan",
    }

    settings = overridden(from_environment(environment), port=9000, api=None)

    assert settings == UiSettings(
        port=9000, tools=True, api=False, root_path="/papers", allow_hosts=("papers.example", "press.lan")
    )


@pytest.mark.parametrize(
    ("variable", "value", "message"),
    [("BACKFILE_PORT", "http", "write a whole number"), ("BACKFILE_MCP", "maybe", "write on or off")],
)
def test_a_variable_that_is_none_is_named(variable: str, value: str, message: str) -> None:
    with pytest.raises(SettingUnusable, match=f"{variable} is '{value}'; {message}"):
        from_environment({variable: value})


def test_clients_are_limited_where_others_than_this_machines_user_are_served() -> None:
    assert (UiSettings().rate, UiSettings(host="0.0.0.0").rate) == (0, 60)
    assert UiSettings(host="0.0.0.0", questions_per_minute=0).rate == 0
