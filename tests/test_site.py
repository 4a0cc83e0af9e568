"""What stands around the pages: the home page, the head, the policy, search, print."""

import pytest


@pytest.mark.parametrize(("width", "height"), [(1440, 900), (390, 844)])
def test_the_home_page_opens_three_doors_on_one_screen(edition, open_page, width, height):
    page = open_page(edition.page("index"), width, height=height)
    doors = page.locator(".doors li")
    assert doors.count() == 3
    for door in doors.all():
        box = door.bounding_box()
        assert box["y"] + box["height"] <= height
    for number in range(3):
        page.goto(edition.page("index").as_uri())
        target = doors.nth(number).locator("a").get_attribute("href")
        box = doors.nth(number).bounding_box()
        doors.nth(number).click(position={"x": box["width"] - 5, "y": box["height"] - 5})
        assert page.url.endswith(target), "a door opens wherever it is touched"
