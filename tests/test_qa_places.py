"""Countries, what is theirs, and cities."""

from __future__ import annotations

from qa.places import country_of, country_of_capital, country_of_city, is_place, is_place_name


def test_what_is_a_country_s_belongs_to_it() -> None:
    assert country_of("Syrians") == country_of("Syria") == "syria"
    assert country_of("Moscow") is None


def test_a_city_lies_in_its_country_and_only_a_capital_stands_for_it() -> None:
    assert country_of_city("Moscow") == country_of_capital("Moscow") == "russia"
    assert country_of_city("Almaty") == "kazakhstan"
    assert country_of_capital("Almaty") is None


def test_other_words_are_no_places() -> None:
    assert is_place("Uzbekistan")
    assert is_place("Illinois")
    assert not is_place("Negotiations")


def test_a_place_may_have_a_name_of_several_words() -> None:
    assert all(is_place_name(name) for name in ("Puerto Rico", "New York City", "The Hague", "Berlin", "Moscow Russia"))
    assert not any(is_place_name(name) for name in ("Puerto", "Anna Reid", "New Deal"))
