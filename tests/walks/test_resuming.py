"""A large report is uploaded while the network goes away: it waits, goes on where it stopped, and arrives whole."""

from tests.casework.cast import blank_pdf

MEGABYTE = 1024 * 1024
LOST = "ERR_INTERNET_DISCONNECTED"


def test_an_upload_goes_on_after_the_network_was_cut(visitor, demo_province, tmp_path):
    case = demo_province.application_at("draft")
    report = tmp_path / "盖章报告.pdf"
    report.write_bytes(blank_pdf(2) + b"\n% " + b"x" * (24 * MEGABYTE))
    unit = visitor()
    unit.page.set_default_timeout(60_000)
    unit.sign_in("factory001")
    unit.go(f"/applicant/applications/{case.pk}/")
    posted, held = [], []

    def on_its_way(route) -> None:
        """The third piece is under way when the network goes."""
        if route.request.method == "POST":
            posted.append(route.request)
        if len(posted) == 3 and not held:
            held.append(route)
        else:
            route.continue_()

    unit.page.route("**/uploads/**", on_its_way)
    unit.page.set_input_files("input[name=file]", str(report))
    unit.page.locator("form", has=unit.page.locator("input[name=file]")).locator("button[type=submit]").first.click()
    unit.page.wait_for_selector("text=已传 8.0")
    while not held:
        unit.page.wait_for_timeout(50)
    unit.context.set_offline(True)
    held[0].abort("internetdisconnected")
    unit.page.wait_for_selector("text=网络断了，已传")
    unit.look()
    unit.context.set_offline(False)
    unit.page.wait_for_selector("text=已上传评价报告")
    unit.says("盖章报告.pdf")
    case.refresh_from_db()
    assert (case.report.name, case.report.size_bytes, case.report.pages) == ("盖章报告.pdf", report.stat().st_size, 2)
    assert len(posted) <= 9  # seven pieces; what was there already is not sent again
    unit.faults[:] = [fault for fault in unit.faults if LOST not in fault]


def test_a_large_report_goes_up_whole_where_scripts_are_off(chromium, live_server, demo_province, tmp_path):
    case = demo_province.application_at("draft")
    report = tmp_path / "盖章报告.pdf"
    report.write_bytes(blank_pdf(2) + b"\n% " + b"x" * (6 * MEGABYTE))
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto(f"{live_server.url}/accounts/login/")
    page.fill("#id_login", "factory001")
    page.fill("#id_password", "a-long-password")
    page.locator("text=登录系统").first.click()
    page.goto(f"{live_server.url}/applicant/applications/{case.pk}/")
    page.set_input_files("input[name=file]", str(report))
    page.locator("form", has=page.locator("input[name=file]")).locator("button[type=submit]").first.click()
    page.wait_for_selector("text=已上传评价报告")
    context.close()
    case.refresh_from_db()
    assert case.report.size_bytes == report.stat().st_size
