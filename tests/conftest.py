"""What all tests share: a clean environment, a small collection in many languages."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

# A slow machine is no failure, and a run that decides about a change must not depend on luck.
settings.register_profile("here", deadline=None)
settings.register_profile("ci", deadline=None, derandomize=True)
settings.load_profile("ci" if os.environ.get("CI") else "here")

TRIALS = (Path(__file__).parent / "trials.txt").read_text(encoding="utf-8").split()


def pytest_collection_modifyitems(items):
    """Mark the tests that `trials.txt` names: by file, or by file and test."""
    for item in items:
        file, _, name = item.nodeid.partition("::")
        if {file, f"{file}::{name.split('[')[0]}"} & set(TRIALS):
            item.add_marker(pytest.mark.trial)


SMALL_COLLECTION = {
    "filialen.txt": "Walmart in Zahlen\n\nDer Konzern betreibt 11.600 Filialen in vielen Ländern. "
    "Rund zwei Millionen Menschen arbeiten dort.\n",
    "vente.md": "# La vente\n\nLe décret fixait la date du 12 novembre pour la vente. "
    "Le prix évoqué allait de 20 à 30 milliards de dollars.\n",
    "fabrika.txt": "Новый завод\n\nЗавод в Казани выпустил 340 автобусов за год. Работают там 1200 человек.\n",
    "jizhan.txt": "车站\n\n北京大学站每天有三万名乘客。车站于1998年开放。\n",
    "mahsul.csv": "ürün,fiyat\nkayısı,42\nincir,55\n",
    "mawani.txt": "الميناء\n\nاستقبل ميناء طنجة سبعة ملايين حاوية خلال العام الماضي.\n",
}


@pytest.fixture(autouse=True)
def clean_environment(tmp_path_factory, monkeypatch):
    """No setting or library of the person who runs the tests, and no model hub."""
    for name in [name for name in os.environ if name.startswith("RAG_") and name != "RAG_CACHE"]:
        monkeypatch.delenv(name)
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path_factory.mktemp("config")))
    monkeypatch.setenv("HF_HUB_OFFLINE", "1")
    # Two processes started for each test would take minutes; what is about them sets this to yes.
    monkeypatch.setenv("RAG_ISOLATE", "no")
    monkeypatch.setenv("GRADIO_ANALYTICS_ENABLED", "False")


@pytest.fixture
def collection_folder(tmp_path):
    """A folder of six small documents in six languages and three formats."""
    folder = tmp_path / "documents"
    folder.mkdir()
    for name, text in SMALL_COLLECTION.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder
