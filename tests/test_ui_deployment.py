"""Image, compose file and unit: read by their parsers, and true to the checkout. No engine runs here."""

import configparser
import re
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


def unit(root: Path) -> configparser.ConfigParser:
    (text,) = re.findall(r"```ini\n(.*?)```", (root / "docs" / "serving.md").read_text("utf-8"), re.DOTALL)
    read = configparser.ConfigParser(interpolation=None)
    read.optionxform = str  # type: ignore[assignment,method-assign]
    read.read_string(text)
    return read


def test_the_unit_serves_from_the_checkout_without_privileges(root: Path) -> None:
    service = unit(root)["Service"]

    assert service["ExecStart"] == "/opt/backfile/.venv/bin/python app.py"
    assert service["User"] == "backfile"
    assert (service["NoNewPrivileges"], service["ProtectSystem"]) == ("yes", "strict")


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
