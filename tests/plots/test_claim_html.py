"""The page of a trial: all of it in one file, all texts escaped, no request to anybody, no script."""

import re
import shutil
import subprocess
from html.parser import HTMLParser

import pytest

import araxes
from araxes.claims import keep
from araxes.claims.claim_file import CAPITALS
from araxes.plots.claim_html import claims_html, claims_picture, escape_text, write_claims_page

BROWSER = next(filter(None, map(shutil.which, ("chromium", "chromium-browser", "google-chrome"))), None)
EVIL = "<script>alert('x')</script>\" onload=\"alert(1)"
CLAIM = """id = 'C1'
claim = '''{text}'''
short = '''{text}'''
voice = '''{text}'''
voice_code = 'X'
type = 'fact'
notes = ['''{text}''']
no_test = '''{text}'''
[views]
Baku = '''{text}'''
"""


class Tags(HTMLParser):
    """The tags of a page with their attributes, and whether each is closed."""

    VOID = ("meta", "img", "!doctype")

    def __init__(self, page):
        super().__init__()
        self.seen, self.open = [], []
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        self.seen.append((tag, dict(attrs)))
        self.open += [] if tag in self.VOID else [tag]

    def handle_endtag(self, tag):
        assert self.open.pop() == tag


@pytest.fixture(autouse=True)
def kept(monkeypatch, tmp_path):
    """What is kept, apart from what the user has kept."""
    monkeypatch.setattr(keep, "_folder", lambda: tmp_path / "kept")
    return tmp_path / "kept"


@pytest.fixture
def trial(trial_of):
    return trial_of(
        C3=[{"verdict": "confirmed"}, {"verdict": "supported", "power": 0.25}, {"verdict": "not testable here", "power": 0.12}],
        C16=[{"verdict": "confirmed"}, {"verdict": "confirmed", "otherwise": {"Baku": "wrong"}}, {"verdict": "in this model only"}],
        C17=[{"verdict": ""}],
        C21=[{"verdict": "", "count": 7}, {"verdict": "contradicted", "power": 0.5}],
    )  # fmt: skip


def evil(tmp_path):
    """A trial of a claim whose every text is an attack."""
    (tmp_path / "article").mkdir()
    (tmp_path / "article" / "C1.toml").write_text(CLAIM.format(text=EVIL), encoding="utf-8")
    return araxes.judge_claims(article=tmp_path / "article")


def test_the_page_is_well_formed_and_asks_nobody(trial):
    page = claims_html(trial)
    tags = Tags(page)
    assert tags.open == []
    assert not {"script", "link", "iframe", "object", "form"} & {tag for tag, _ in tags.seen}
    places = [value for _, attrs in tags.seen for name, value in attrs.items() if name in ("src", "href")]
    assert [place for place in places if not place.startswith(("#", "data:image/"))] == []
    assert not [name for _, attrs in tags.seen for name in attrs if name.startswith("on")]
    assert "default-src 'none'" in page
    assert "url(" not in page
    assert "\\n" not in page  # a line end that is told as a control character
    assert "@import" not in page


def test_it_says_what_is_claimed_seen_asked_found_and_cited(trial):
    page = claims_html(trial)
    for one in trial.rulings:
        assert escape_text(one.claim.said.claim) in page
        assert escape_text(one.neutral.found) in page
        for test in one.claim.tests:
            assert escape_text(test.asks) in page
        for capital in CAPITALS:
            assert escape_text(one.claim.said.views.get(capital, "")) in page
        for note in one.claim.said.notes:
            assert escape_text(note) in page
        for row in one.claim.said.rows:
            reference = trial.history.columns["reference"][trial.history.columns["id"].index(row)]
            assert f">{row}<" in page
            assert escape_text(reference) in page
    assert "Baku found wrong" in page
    assert 'aria-label="wrong"' in page
    assert re.search(r'<td class="number">\.25</td>', page)


def test_a_cell_that_says_what_the_neutral_one_says_is_faint(trial):
    faint = claims_html(trial).count(' same" role="img"')
    assert faint == 8 * len(CAPITALS) - 1


def test_every_link_leads_to_a_claim(trial):
    page = claims_html(trial)
    assert (
        set(re.findall(r'href="#(\w+)"', page))
        == set(re.findall(r'<h2 id="(\w+)"', page))
        == {"C3", "C16", "C17", "C21"}
    )


def test_what_a_file_says_is_escaped(tmp_path):
    page = claims_html(evil(tmp_path))
    assert "<script" not in page
    assert "&lt;script&gt;" in page
    assert 'onload="' not in page
    assert Tags(page).open == []


def test_it_is_the_same_each_time_and_without_figures_has_none(trial):
    assert claims_html(trial) == claims_html(trial)
    plain = claims_html(trial, figures=False)
    assert "<img" not in plain
    assert "All verdicts in one table" in plain


def test_its_figure_is_drawn_once_of_the_same_verdicts_and_anew_of_others(trial, trial_of, kept, monkeypatch):
    first = claims_picture(trial)
    assert first.startswith(b"\x89PNG")
    with monkeypatch.context() as without:
        without.setattr(araxes.Trial, "plot", None)
        assert claims_picture(trial) == first
    one, two = (trial_of(C17=[{"verdict": verdict}]) for verdict in ("confirmed", "wrong"))
    assert len({first, claims_picture(one), claims_picture(two)}) == len(list(kept.iterdir())) == 3


def test_a_figure_that_cannot_be_kept_is_drawn(trial, kept):
    kept.write_text("a file where a folder would be", encoding="utf-8")
    assert claims_picture(trial) == claims_picture(trial)


@pytest.mark.slow
def test_motives_are_shown_with_their_figure_where_they_are_given(trial, tmp_path):
    motives = araxes.infer_motives("IRN", "AZE", worlds=20)
    path = write_claims_page(trial, tmp_path / "page", motives)
    page = path.read_text("utf-8")
    assert page.count("<img ") == 2
    assert escape_text(motives.answer()[0]) in page
    assert path.name == "claims.html"


@pytest.mark.slow
@pytest.mark.skipif(BROWSER is None, reason="no Chromium on the path")
def test_a_browser_opens_it_without_complaint(trial, tmp_path):
    path = write_claims_page(trial, tmp_path / "page")
    command = [BROWSER, "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage", "--enable-logging=stderr",
               f"--user-data-dir={tmp_path / 'profile'}", "--dump-dom", path.as_uri()]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=True)
    assert "Arrests of Iran" in done.stdout
    assert "CONSOLE" not in done.stderr
