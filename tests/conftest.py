"""What every test may use: the folder of shared data, and a home that no other test sees."""

import os
from pathlib import Path

import pytest

# Set before any library reads them: no hub, no telemetry, no analytics in a test run.
os.environ["HF_HUB_OFFLINE"] = "1"
os.environ["ANONYMIZED_TELEMETRY"] = "False"
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
# A developer's own settings must not decide a test.
for name in [name for name in os.environ if name.startswith("BACKFILE_") and name != "BACKFILE_CHROMIUM"]:
    del os.environ[name]

ROOT = Path(__file__).resolve().parent.parent
SHARED_DATA = ROOT.parent / "shared" / "data"


@pytest.fixture(scope="session")
def root() -> Path:
    """The checkout."""
    return ROOT


@pytest.fixture(scope="session")
def shared_data() -> Path:
    """Real articles and questions, kept outside the project since they are not ours to ship."""
    if not SHARED_DATA.is_dir():
        pytest.skip("needs ../shared/data, real articles that are not shipped with the project")
    return SHARED_DATA


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A home folder of this test's own."""
    return tmp_path / "home"


@pytest.fixture(scope="session")
def sample_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home with the sample corpus indexed by the real encoder; made once a run, and only read."""
    from index.building import build

    home = tmp_path_factory.mktemp("sample-home")
    build(home, [ROOT / "corpus" / "sample"])
    return home
