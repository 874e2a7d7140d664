"""What is kept of an ensemble, and what is refused."""

import pytest

import araxes
from araxes.results import run
from araxes.results.run import available_memory


@pytest.fixture(scope="module")
def scenario():
    return araxes.load("baseline", weeks=104)


def test_full_histories_are_kept_where_they_fit_the_budget_and_the_choice_is_said(scenario):
    told = []
    each = run.history_bytes(scenario)
    assert each == 104 * (25 * 5 + 10 * 4)
    assert run.keeps_histories(scenario, 500_000_000 // each, None, told.append)
    assert told == []
    assert not run.keeps_histories(scenario, 500_000_000 // each + 1, None, told.append)
    assert len(told) == 1
    assert told[0].startswith(
        "Keeping summaries only: full histories of 29,138 replicates take 500 MB, the budget is 500 MB"
    )


def test_what_is_asked_for_is_kept(scenario):
    assert run.keeps_histories(scenario, 100_000, True)
    assert not run.keeps_histories(scenario, 1, False)


def test_more_than_there_is_is_refused_with_what_would_help(scenario, messages, monkeypatch):
    monkeypatch.setattr(run, "available_memory", lambda: 10**9)
    (fault,) = messages(run.keeps_histories, scenario, 10**6, True)
    assert "at most the 1 GB free; summaries only (`full=False`), fewer replicates or weeks" in str(fault)
    monkeypatch.setattr(run, "available_memory", lambda: 10**6)
    (fault,) = messages(run.keeps_histories, scenario, 10, False)
    assert "fewer replicates or weeks" in str(fault)
    assert "full=False" not in str(fault)


def test_full_histories_need_room_for_the_file_that_is_made_of_them(scenario, messages, monkeypatch):
    least, each = run.summary_bytes(scenario), run.history_bytes(scenario)
    monkeypatch.setattr(run, "available_memory", lambda: least + 3 * 100 * each)
    assert run.keeps_histories(scenario, 100, True)
    (fault,) = messages(run.keeps_histories, scenario, 101, True)
    assert "summaries only" in str(fault)
    two = 2 * least + 4 * 100 * each  # of two results one is saved at a time
    monkeypatch.setattr(run, "available_memory", lambda: two)
    assert run.keeps_histories(scenario, 100, True, results=2)
    messages(run.keeps_histories, scenario, 101, True, None, 2)


def test_where_the_system_does_not_say_nothing_is_refused(scenario, monkeypatch, tmp_path):
    monkeypatch.setattr(run, "available_memory", lambda: available_memory(tmp_path, tmp_path))
    assert run.available_memory() is None
    assert run.keeps_histories(scenario, 10**9, True)


@pytest.mark.parametrize(("count", "text"), [(0, "0 bytes"), (999, "999 bytes"), (1000, "1 kB"), (2.5e9, "2.5 GB")])
def test_sizes_in_words(count, text):
    assert run.bytes_text(count) == text


@pytest.mark.parametrize(
    "verb",
    [
        araxes.run,
        lambda name, **options: araxes.compare([name, name], **options),
    ],
)
def test_too_much_is_refused_before_anything_is_worked_out(verb, messages, monkeypatch):
    def refuse(scenario):
        raise AssertionError("prepared")

    for module in ("run", "compare"):
        monkeypatch.setattr(f"araxes.results.{module}.prepare", refuse)
    monkeypatch.setattr(run, "available_memory", lambda: 10**10)
    (fault,) = messages(verb, "baseline", replicates=1, weeks=400_000)
    assert "for 5 states and 400000 weeks; allowed: at most the 10 GB free; fewer replicates or weeks" in str(fault)
