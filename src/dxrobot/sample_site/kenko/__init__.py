"""健康管理システム: a city's newer system for vaccinations (予防接種).

Pages of today: labels, suggestions that are fetched while one types, a spinner, a short-lived message in place of a
new page. Nothing keeps a record from being entered twice.
"""
