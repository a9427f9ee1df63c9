"""The service over the scene, and clients that are signed in."""

from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

from app.main import create_app
from tests.api.scene import Scene


@pytest.fixture
def scene() -> Scene:
    return Scene()


@pytest.fixture
def anyone(scene: Scene) -> Iterator[TestClient]:
    with TestClient(create_app(scene)) as client:
        yield client


def signed_in(anyone: TestClient, token: str) -> TestClient:
    return TestClient(anyone.app, headers={"Authorization": f"Bearer {token}"})


@pytest.fixture
def acme(anyone: TestClient) -> TestClient:
    return signed_in(anyone, "lia_acme")


@pytest.fixture
def borealis(anyone: TestClient) -> TestClient:
    return signed_in(anyone, "lia_borealis")


@pytest.fixture
def manager(anyone: TestClient) -> TestClient:
    return signed_in(anyone, "lia_manager")
