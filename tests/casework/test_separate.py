"""The separate database itself: threads see each other's committed rows, and the test database never sees them."""

from greenlist.casework.accounts.models import User
from tests.casework.separate import separate_database, together


def test_threads_see_committed_rows_and_nothing_is_left_behind(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock():
        before = User.objects.count()
        with separate_database(tmp_path):
            made = together(*(lambda n=n: User.objects.create_user(f"user{n}", "x").username for n in range(3)))
            assert sorted(made) == ["user0", "user1", "user2"]
            assert sorted(together(User.objects.count, User.objects.count)) == [3, 3]
        assert User.objects.count() == before


def test_an_error_in_one_thread_is_a_result_and_stops_no_other(django_db_setup, django_db_blocker, tmp_path):
    with django_db_blocker.unblock(), separate_database(tmp_path):
        failed, fine = together(lambda: 1 // 0, User.objects.count)
        assert (type(failed), fine) == (ZeroDivisionError, 0)
