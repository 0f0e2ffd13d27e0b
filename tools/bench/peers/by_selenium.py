"""Selenium, as its documentation writes it: explicit waits, ``Select`` for choices."""

from __future__ import annotations

import os

from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.remote.webelement import WebElement
from selenium.webdriver.support import expected_conditions as expected
from selenium.webdriver.support.select import Select
from selenium.webdriver.support.wait import WebDriverWait

from tools.bench.peers.line import work

TIMEOUT_S = 15
BUTTON = (By.XPATH, "//button[normalize-space()='登録'] | //input[@type='submit'][@value='登録']")


class Selenium:
    """One command after another to the driver of the browser."""

    def __init__(self, driver: webdriver.Chrome) -> None:
        self.driver = driver
        self.wait = WebDriverWait(driver, TIMEOUT_S)

    def open(self, address: str) -> None:
        self.driver.get(address)

    def ready(self) -> None:
        self.wait.until(expected.element_to_be_clickable(BUTTON))

    def fill(self, form: list[list[str]], values: dict[str, str]) -> None:
        for label, name, kind in form:
            field = self._field(label, name)
            if kind == "select":
                Select(field).select_by_visible_text(values[label])
            else:
                field.send_keys(values[label])

    def read(self, form: list[list[str]]) -> dict[str, str]:
        return {label: self._field(label, name).get_property("value") for label, name, _kind in form}

    def submit(self, confirm: str) -> None:
        self.driver.find_element(*BUTTON).click()
        self.wait.until(expected.visibility_of_element_located((By.XPATH, f"//p[contains(., '{confirm}')]")))

    def _field(self, label: str, name: str) -> WebElement:
        if self.driver.current_url.endswith("/challenge"):  # neither names nor ids stay
            return self.driver.find_element(By.XPATH, f"//label[.='{label}']/following-sibling::input")
        return self.driver.find_element(By.NAME, name)


def main() -> None:
    """Work with the browser and the driver that are on this machine."""
    options = webdriver.ChromeOptions()
    options.binary_location = os.environ["DXROBOT_BENCH_BROWSER"]
    options.add_argument("--headless=new")
    if os.name == "posix" and os.geteuid() == 0:
        options.add_argument("--no-sandbox")
    service = webdriver.ChromeService(executable_path=os.environ["DXROBOT_BENCH_DRIVER"])
    with webdriver.Chrome(options=options, service=service) as driver:
        work(Selenium(driver))


if __name__ == "__main__":
    main()
