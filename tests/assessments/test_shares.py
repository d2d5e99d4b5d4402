from assessments.shares import Told, average, gap_of, tells_of_one


def counted(count, participants):
    return Told(round(10_000 * count / participants), count, participants)


def test_an_average_is_of_pupils_and_not_of_schools():
    one = average([counted(1, 2), counted(10, 98)])

    # 11 of 100, where the mean of 50 % and 10,2 % would be 30,1 %
    assert (one.share, one.schools, one.participants) == (1100, 2, 100)


def test_half_a_hundredth_goes_up():
    # 1 of 800 is 0,125 %
    assert average([counted(1, 800)]).share == 13


def test_where_one_school_tells_a_share_only_each_school_counts_the_same_and_it_says_so():
    one = average([counted(1, 2), Told(1000), Told(None, gap="не сдано")])

    assert (one.share, one.schools, one.participants) == (3000, 2, None)


def test_of_gaps_there_is_no_average():
    assert average([Told(None, gap="нет ступени")]) is None
    assert average([]) is None


def test_a_share_stands_with_its_count_and_a_gap_with_its_reason():
    assert counted(3, 12).words == "3 из 12, 25\xa0%"
    assert Told(2500).words == "25\xa0% (число участников неизвестно)"
    assert Told(None, gap=gap_of("no_graduates", has_mean=False)).words == "нет выпускников"
    assert gap_of("", has_mean=True) == "только балл"
    assert gap_of("", has_mean=False) == "только журнал"


def test_below_ten_participants_a_figure_is_small():
    assert (counted(1, 9).is_small, counted(1, 10).is_small) == (True, False)
    assert (Told(1000).is_small, Told(1000).is_uncounted) == (False, True)


def test_an_average_of_the_own_school_and_one_other_tells_of_the_other():
    assert tells_of_one({1, 2}, [], seen={1}) is True
    assert tells_of_one({1, 2, 3}, [], seen={1}) is False
    assert tells_of_one({1, 2, 3}, [], seen={1, 2}) is True


def test_who_sees_all_schools_is_told_every_average():
    assert tells_of_one({1, 2}, [{1}], seen={1, 2}) is False


def test_nobody_may_subtract_a_cluster_from_the_municipality_and_find_one_school():
    assert tells_of_one({1, 2, 3, 4}, [{1, 2, 3}], seen={1}) is True
    assert tells_of_one({1, 2, 3, 4, 5}, [{1, 2, 3}], seen={1}) is False


def test_nor_two_clusters_in_which_he_has_a_school_each():
    everybody = {1, 2, 3, 11, 12, 13, 20}

    assert tells_of_one(everybody, [{1, 2, 3}, {11, 12, 13}], seen={1, 11}) is True
    assert tells_of_one(everybody | {21}, [{1, 2, 3}, {11, 12, 13}], seen={1, 11}) is False
