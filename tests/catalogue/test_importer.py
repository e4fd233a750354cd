import json
import os
from pathlib import Path

import pytest
import yaml

from chatbot.catalogue import importer
from chatbot.catalogue.importer import ImportReport, import_catalogue, pack_from_file
from chatbot.catalogue.items import load_items
from chatbot.catalogue.pack import find_pack, read_pack
from chatbot.errors import CatalogueError, ConfigurationError
from chatbot.settings import Settings

SAMPLES = Path(__file__).parent / "samples"
CAFES = (
    "name,city,price,rating,wifi\nBlue Cup,Oslo,$4.50,4.5,yes\nOld Mill,Bergen,$3.00,4.1,no\nNorth,Oslo,$5.25,4.8,yes\n"
)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "cafes.csv"
    path.write_text(CAFES)
    return path


def test_an_import_writes_a_pack_that_opens(file: Path, settings: Settings) -> None:
    report = import_catalogue(file, "cafes", settings)
    pack = find_pack("cafes", settings.data_dir / "domains")
    assert (report.rows, report.items, report.problems) == (3, 3, ())
    assert report.config == settings.data_dir / "domains" / "cafes" / "domain.yaml"
    loaded = load_items(pack)
    assert loaded.problems == ()
    assert loaded.items[0].title == "Blue Cup"
    assert loaded.items[0].attributes == {"city": "Oslo", "price": 4.5, "rating": 4.5, "wifi": True}
    assert pack.nouns("en") == "cafes"


def test_the_written_pack_says_what_the_proposed_one_says(settings: Settings) -> None:
    for sample in SAMPLES.iterdir():
        report = import_catalogue(sample, "again", settings, overwrite=True)
        pack = read_pack(report.config)
        assert {note.facet for note in report.notes if note.facet} <= pack.facets.keys() | {""}
        assert len(load_items(pack).items) == report.items


def test_the_domain_file_can_be_read_and_edited_by_people(settings: Settings) -> None:
    report = import_catalogue(SAMPLES / "shangpin.csv", "gadgets", settings)
    text = report.config.read_text(encoding="utf-8")
    assert "# column '价格': numbers, of CNY; filled in 100% of the rows" in text
    assert "耳机" in text
    assert "\\u" not in text
    assert max(map(len, text.splitlines())) <= 125
    assert list(yaml.safe_load(text))[:3] == ["name", "title", "noun"]


def test_progress_ends_with_all_columns_done(file: Path, settings: Settings) -> None:
    ticks: list[tuple[int, int]] = []
    import_catalogue(file, "cafes", settings, progress=lambda done, total: ticks.append((done, total)))
    assert ticks[-1] == (5, 5)


@pytest.mark.parametrize("name", ["", "Cafés", "../up", "a b", "-x", "x" * 64])
def test_a_bad_name_is_refused_with_a_better_one(file: Path, settings: Settings, name: str) -> None:
    with pytest.raises(ConfigurationError, match=r"such as '[a-z0-9]"):
        import_catalogue(file, name, settings)
    assert not settings.data_dir.exists()


def test_a_taken_name_is_refused_unless_overwriting_is_asked_for(file: Path, settings: Settings) -> None:
    report = import_catalogue(file, "cafes", settings)
    (report.folder / "help").mkdir()
    (report.folder / "help" / "opening.md").write_text("# Opening hours")
    report.config.write_text(report.config.read_text() + "# edited\n")
    with pytest.raises(ConfigurationError, match="overwrite"):
        import_catalogue(file, "cafes", settings)
    file.write_text(CAFES + "South,Bergen,$2.00,3.9,no\n")
    assert import_catalogue(file, "cafes", settings, overwrite=True).items == 4
    assert (report.folder / "help" / "opening.md").is_file()
    assert "# edited" in (report.folder / "domain.yaml.bak").read_text()
    assert "# edited" not in report.config.read_text()


def test_problems_and_notes_are_kept_beside_the_items(settings: Settings) -> None:
    report = import_catalogue(SAMPLES / "lamps.csv", "lamps", settings)
    kept = ImportReport.model_validate_json((report.folder / "import.json").read_text())
    assert kept == report
    assert "line 7" in str(kept.problems[0])


def test_when_writing_fails_the_old_pack_still_works(
    file: Path, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_catalogue(file, "cafes", settings)
    file.write_text(CAFES + "South,Bergen,$2.00,3.9,no\n")

    def full(path: Path, items: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patched:
        patched.setattr(importer, "_write_items", full)
        with pytest.raises(CatalogueError, match="No space left on device"):
            import_catalogue(file, "cafes", settings, overwrite=True)
    assert len(load_items(find_pack("cafes", settings.data_dir / "domains")).items) == 3
    assert list((settings.data_dir / "tmp").iterdir()) == []


def test_a_file_opened_directly_is_read_once_for_each_content(file: Path, settings: Settings) -> None:
    pack = pack_from_file(file, None, settings)
    assert pack.folder is not None
    before = os.stat(pack.folder / "items.jsonl").st_mtime_ns
    assert pack_from_file(file, None, settings) == pack
    assert os.stat(pack.folder / "items.jsonl").st_mtime_ns == before
    file.write_text(CAFES + "South,Bergen,$2.00,3.9,no\n")
    changed = pack_from_file(file, None, settings)
    assert changed.name != pack.name
    assert changed.name.startswith("cafes-")
    assert len(load_items(changed).items) == 4


def test_a_name_in_another_script_still_opens(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "咖啡馆 2024!.csv"
    path.write_text(CAFES, encoding="utf-8")
    assert pack_from_file(path, None, settings).name.startswith("2024-")


def test_an_own_configuration_decides_over_what_is_inferred(file: Path, settings: Settings, tmp_path: Path) -> None:
    config = tmp_path / "domain.yaml"
    config.write_text(
        "name: mine\nnoun: {en: [café, cafés]}\ntitle_field: name\n"
        "facets:\n  city: {kind: entity}\n  price: {kind: number, unit: $}\n  wifi: {kind: flag}\n  mood: {kind: category}\n"
    )
    pack = pack_from_file(file, config, settings)
    assert pack.nouns("en") == "cafés"
    assert set(pack.facets) == {"city", "price", "wifi", "mood"}
    item = load_items(pack).items[0]
    assert (item.title, item.attributes) == ("Blue Cup", {"city": "Oslo", "price": 4.5, "wifi": True})
    assert pack.name != pack_from_file(file, None, settings).name


def test_a_configuration_may_name_titles_by_language(settings: Settings, tmp_path: Path) -> None:
    file, config = tmp_path / "cups.csv", tmp_path / "domain.yaml"
    file.write_text("name,zh_name,city\nBlue Cup,蓝杯,Oslo\nRed Cup,,Bergen\n", encoding="utf-8")
    config.write_text(
        "name: cups\nnoun: {en: [café, cafés]}\ntitle_field: name\ntitle_fields: {zh: zh_name}\n"
        "facets:\n  city: {kind: entity}\n"
    )
    pack = pack_from_file(file, config, settings)
    assert [item.named("zh") for item in load_items(pack).items] == ["蓝杯", "Red Cup"]


def test_an_edited_import_fits_the_original_file(settings: Settings) -> None:
    for sample in ("used_cars.csv", "wines.csv", "recipes.csv", "books.jsonl", "shangpin.csv", "board_games.csv"):
        report = import_catalogue(SAMPLES / sample, "again", settings, overwrite=True)
        imported = load_items(read_pack(report.config)).items
        again = load_items(pack_from_file(SAMPLES / sample, report.config, settings)).items
        assert [(i.id, i.title, i.attributes, i.summary) for i in again] == [
            (i.id, i.title, i.attributes, i.summary) for i in imported
        ]


def test_a_configuration_with_other_units_converts_to_them(settings: Settings, tmp_path: Path) -> None:
    config = tmp_path / "domain.yaml"
    config.write_text("name: mine\nnoun: {en: [dish, dishes]}\nfacets:\n  duration: {kind: number, unit: h}\n")
    durations = [
        i.attributes["duration"] for i in load_items(pack_from_file(SAMPLES / "recipes.csv", config, settings)).items
    ]
    assert durations[0] == 0.75
    assert durations[4] == 12


def test_a_configuration_that_fits_nothing_names_the_columns(file: Path, settings: Settings, tmp_path: Path) -> None:
    config = tmp_path / "domain.yaml"
    config.write_text("name: mine\nnoun: {en: [x, xs]}\nfacets:\n  depth: {kind: number}\n")
    with pytest.raises(ConfigurationError, match=r"depth.*'name', 'city'"):
        pack_from_file(file, config, settings)


def test_a_file_in_which_no_row_is_an_item_is_an_error(tmp_path: Path, settings: Settings) -> None:
    path = tmp_path / "empty.jsonl"
    path.write_text("\n".join(json.dumps({"title": t, "size": 1}) for t in ("", "-", "")))
    with pytest.raises(CatalogueError):
        pack_from_file(path, None, settings)


def test_a_missing_file_is_an_error_with_the_path(settings: Settings, tmp_path: Path) -> None:
    with pytest.raises(CatalogueError, match=r"nothing\.csv"):
        pack_from_file(tmp_path / "nothing.csv", None, settings)
    with pytest.raises(CatalogueError, match="folder"):
        pack_from_file(tmp_path, None, settings)
