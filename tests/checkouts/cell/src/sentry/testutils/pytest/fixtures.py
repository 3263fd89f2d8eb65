import pytest


def django_db_all(func=None, *, transaction: bool = False, databases: str = "__all__"):
    if func is not None:
        return pytest.mark.django_db(transaction=transaction, databases=databases)(func)

    def decorator(function):
        return django_db_all(function, transaction=transaction, databases=databases)

    return decorator
