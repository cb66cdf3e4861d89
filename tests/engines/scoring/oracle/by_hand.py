"""The standards that are shipped, their rules written out from the texts: no file of ours is read but for the points of single rows.

Each gives {item: points, None where it cannot be told} and the total. What a figure is called is all that is taken from our files.
"""

from fractions import Fraction

PARK_SHARE = Fraction(100, 24)  # GI = 100/24 · Σ ratio


class Filled:
    """The figures of one application; one that is not there raises, so that nothing is guessed."""

    def __init__(self, figures):
        self.figures = figures

    def __getattr__(self, name):
        if self.figures.get(name) is None:
            raise LookupError(name)
        return self.figures[name]

    def before(self, name):
        """The figure of the year before."""
        return getattr(self, f"{name}[-1]")


def told(rule, figures):
    """What a rule gives, None where it cannot be told."""
    try:
        return rule(figures)
    except (LookupError, ZeroDivisionError):
        return None


# ---- parks: 31 ratios to a lead value, 24 of which count

PARK = {
    "EG1": lambda f: f.value_added / f.energy / 3,
    "EG2": lambda f: f.renewable_energy / f.energy * 100 / 15,
    "EG3": lambda f: f.clean_energy / f.energy * 100 / 75,
    "RG4": lambda f: f.value_added / f.fresh_water / 1500,
    "RG5": lambda f: f.value_added / 10000 / f.industrial_land / 15,
    "RG6": lambda f: f.solid_waste_used / (f.solid_waste + f.solid_waste_stored_before) * 100 / 95,
    "RG7": lambda f: f.recycled_water / (f.fresh_water + f.recycled_water) * 100 / 90,
    "RG8": lambda f: f.reclaimed_water / f.treated_sewage * 100 / 30,
    "RG9": lambda f: f.waste_heat_used / f.waste_heat * 100 / 60,
    "RG10": lambda f: f.waste_gas_used / f.waste_gas * 100 / 90,
    "RG11": lambda f: f.scrap_used / f.scrap * 100 / 80,
    "IG13": lambda f: f.green_industrial_floor / f.new_industrial_floor * 100 / 30,
    "IG14": lambda f: f.green_public_floor / f.new_public_floor * 100 / 60,
    "IG15": lambda f: f.bus_covered_area / f.built_up_area * 100 / 90,
    "IG16": lambda f: f.clean_buses / f.buses * 100 / 30,
    "CG17": lambda f: f.high_tech_output / f.output_value * 100 / 30,
    "CG18": lambda f: f.green_industry_value / f.value_added * 100 / 30,
    "CG19": lambda f: f.value_added / f.workers / 15,
    "CG20": lambda f: f.modern_service_value / f.service_value * 100 / 30,
    "HG21": lambda f: f.all_waste_handled / f.all_waste,
    "HG22": lambda f: max((1 - (f.carbon / f.value_added) / (f.before("carbon") / f.value_added_before)) * 100 / 3, Fraction(0)),
    "HG23": lambda f: Fraction(1) if f.waste_water / f.value_added == 0 else 5 / (f.waste_water / f.value_added),
    "HG24": lambda f: _elasticity(f),
    "HG25": lambda f: f.good_air_days / f.monitored_days * 100 / 80,
    "HG26": lambda f: f.green_cover / f.built_up_area * 100 / 30,
    "HG27": lambda f: f.shaded_roads / f.roads * 100 / 80,
    "HG28": lambda f: f.shaded_parking / f.parking_area * 100 / 80,
}
PARK_ANSWERED = ("IG12", "MG29", "MG30", "MG31")
PARK_CHOICES = {
    ("RG8", "RG9", "RG10", "RG11"): 2,
    ("IG13", "IG14"): 1,
    ("IG15", "IG16"): 1,
    ("CG19", "CG20"): 1,
    ("HG26", "HG27", "HG28"): 1,
}


def _elasticity(f):
    grown, more = f.value_added / f.value_added_before - 1, f.pollutant / f.before("pollutant") - 1
    if grown <= 0:
        raise ZeroDivisionError
    return Fraction(1) if more <= 0 else Fraction(3, 10) / (more / grown)


def green_park_2024(figures, answers, _points):
    """18 ratios that must be given, and the best of five sets; each is worth 100/24."""
    ratios = {name: told(rule, Filled(figures)) for name, rule in PARK.items()}
    ratios |= {name: None if answers.get(name) is None else Fraction(answers[name] == "met") for name in PARK_ANSWERED}
    optional = {name for few in PARK_CHOICES for name in few}
    total = sum((ratio or Fraction(0) for name, ratio in ratios.items() if name not in optional), Fraction(0))
    for few, best in PARK_CHOICES.items():
        total += sum(sorted((ratios[name] or Fraction(0) for name in few), reverse=True)[:best])
    return {name: None if ratio is None else ratio * PARK_SHARE for name, ratio in ratios.items()}, total * PARK_SHARE


# ---- supply chains: twenty rows that add up to 100

CHAIN = {"X11": "8", "X12": "6", "X13": "6", "X21": "4", "X22": "3", "X23": "3", "X24": "3", "X25": "3", "X26": "4", "X31": "10", "X32": "10", "X41": "5",
         "X42": "5", "X43": "5", "X44": "5", "X51": "10", "X61": "2.5", "X62": "2.5", "X63": "2.5", "X64": "2.5"}  # fmt: skip
CHAIN_SHARES = {"X26": "low_risk_suppliers", "X41": "product_recovery", "X42": "packaging_recovery"}


def green_supply_chain_2024(figures, answers, _points):
    """GSCI = Σ Xij: judged rows as given, percentages as a share of their points."""
    rows = {}
    for name, most in CHAIN.items():
        if name in CHAIN_SHARES:
            share = figures.get(CHAIN_SHARES[name])
            rows[name] = None if share is None else min(share / 100, Fraction(1)) * Fraction(most)
        else:
            rows[name] = _given(answers.get(name), Fraction(most))
    return rows, sum((points or Fraction(0) for points in rows.values()), Fraction(0))


def _given(answer, most):
    if answer is None:
        return None
    return {"met": most, "not_met": Fraction(0)}[answer] if answer in {"met", "not_met"} else Fraction(answer)


# ---- factories, 2018: six groups on a scale of 100 each, all required rows of a group or none

WEIGHTS_2018 = {"5": 20, "6": 15, "7": 15, "8": 10, "9": 10, "10": 30}
TESTS_2018 = {
    "10.1-1": lambda f: (f.building_area + f.structure_area) / f.land_area >= f.far_control,
    "10.1-2": lambda f: f.footprint_area / f.land_area * 100 >= 30,
    "10.1-3": lambda f: f.output_value / f.land_area * 10000 >= f.land_output_average,
    "10.1-5": lambda f: f.footprint_area / f.land_area * 100 >= 40,
    "10.2-2": lambda f: f.green_material_amount / f.main_material * 100 >= 30,
    "10.3-1": lambda f: f.pollutant / f.product_output <= f.unit_pollutant_average,
    "10.3-2": lambda f: f.waste_gas / f.product_output <= f.unit_waste_gas_average,
    "10.3-3": lambda f: f.waste_water / f.product_output <= f.unit_waste_water_average,
    "10.4-1": lambda f: f.main_material / f.product_output <= f.unit_material_average,
    "10.4-2": lambda f: f.solid_waste_used / (f.solid_waste + f.solid_waste_stored_before) * 100 > 65,
    "10.4-3": lambda f: f.water_reused / (f.water_discharged + f.water_reused) * 100 > f.water_reuse_average,
    "10.5-1": lambda f: f.energy / f.product_output <= f.unit_energy_limit,
    "10.5-3": lambda f: f.carbon / f.product_output <= f.unit_carbon_average,
}
BETTER_2018 = {  # half from the first line, all from the second
    "10.1-4": (lambda f: (f.building_area + f.structure_area) / f.land_area / f.far_control, "1.2", "2"),
    "10.1-6": (lambda f: f.output_value / f.land_area * 10000 / f.land_output_average, "1.2", "2"),
    "10.4-4": (lambda f: f.solid_waste_used / (f.solid_waste + f.solid_waste_stored_before) * 100, "73", "90"),
}


def gbt_36132_2018(figures, answers, rows):
    """`rows`: (group, id, kind, points) of every row. A required row that does not conform empties the required rows of its group."""
    points, total = {}, Fraction(0)
    for group, weight in WEIGHTS_2018.items():
        own = [(name, kind, Fraction(most)) for among, name, kind, most in rows if among == group]
        states = {name: _state_2018(name, kind, most, Filled(figures), answers) for name, kind, most in own}
        if any(kind == "required" and states[name] == 0 for name, kind, _ in own):
            states |= {name: None if states[name] is None else Fraction(0) for name, kind, _ in own if kind == "required"}
        points |= states
        total += sum((states[name] or Fraction(0) for name, _, _ in own), Fraction(0)) / sum(most for _, _, most in own) * weight
    return points, total


def _state_2018(name, kind, most, filled, answers):
    if name in TESTS_2018:
        holds = told(TESTS_2018[name], filled)
        return None if holds is None else most * holds
    if name in BETTER_2018:
        rule, first, second = BETTER_2018[name]
        value = told(rule, filled)
        return None if value is None else most * Fraction((value >= Fraction(first)) + (value >= Fraction(second)), 2)
    if kind == "required":
        return None if answers.get(name) is None else most * (answers[name] == "met")
    return _given(answers.get(name), most)


BY_HAND = {"gbt-36132/2018": gbt_36132_2018, "green-park/2024": green_park_2024, "green-supply-chain/2024": green_supply_chain_2024}
