"""`python3 run.py`: database, demo province, server, background work; Ctrl-C stops everything."""

import json
import signal
import socket
import subprocess
import time

from running import environment


def run(arguments: list[str]) -> int:
    """Set up and serve; `--no-serve` sets up only, `--port N` chooses the port."""
    begun = time.monotonic()
    environment.prepare("run")
    env = environment.settings(is_demo=True)
    python = str(environment.PYTHON)
    if not (environment.VAR / "demo_accounts.json").exists():
        print("建库、载入演示数据 …", flush=True)
    subprocess.run([python, "-m", "django", "migrate", "-v0"], env=env, check=True)
    cli = [python, "-m", "greenlist.portals.cli"]
    subprocess.run([*cli, "demo", "load", "--small"], env=env, check=True)
    if "--no-serve" in arguments:
        print(f"准备就绪，用时 {time.monotonic() - begun:.1f} 秒")
        return 0
    port = int(arguments[arguments.index("--port") + 1]) if "--port" in arguments else _free_port()
    server = [python, "-m", "granian", "--interface", "wsgi", "--host", "127.0.0.1", "--port", str(port), "--workers", "1",
              "--log-level", "warning", "greenlist.config.wsgi:application"]  # fmt: skip
    children = [
        subprocess.Popen(server, env=env),
        subprocess.Popen([*cli, "demo", "load"], env=env),
        subprocess.Popen([*cli, "journal", "seal", "--follow"], env=env),
        subprocess.Popen([*cli, "work"], env=env),
    ]
    signal.signal(signal.SIGTERM, _interrupt)
    try:
        _wait_for(port)
        _welcome(port, time.monotonic() - begun)
        children[0].wait()
    except KeyboardInterrupt:
        print("\n正在停止 …")
    finally:
        for child in children:
            child.terminate()
        for child in children:
            _end(child)
    return 0


def _welcome(port: int, seconds: float) -> None:
    accounts = json.loads((environment.VAR / "demo_accounts.json").read_text(encoding="utf-8"))
    print(f"\n绿色制造名单 http://127.0.0.1:{port}/  （{seconds:.1f} 秒）\n演示账号，密码都是 {accounts[0]['password']}：")
    for account in accounts:
        print(f"  {account['username']:<14}{account['role']}")
    print(f"演示材料（县区汇总表和压缩包、部门函复、答复表）：{environment.VAR / '演示材料'}")
    print("其余城市和历年名单在后台继续载入。按 Ctrl-C 停止。", flush=True)


def _end(child: "subprocess.Popen[bytes]") -> None:
    """The worker gives its job back at the next step; one that takes too long is ended, and its job is begun anew later."""
    try:
        child.wait(timeout=20)
    except subprocess.TimeoutExpired:
        child.kill()


def _interrupt(*_: object) -> None:
    """A polite end from outside stops the children as Ctrl-C does."""
    raise KeyboardInterrupt


def _free_port() -> int:
    for port in range(8000, 8100):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) != 0:
                return port
    raise SystemExit("8000–8099 端口都被占用；请用 --port 指定。")


def _wait_for(port: int) -> None:
    for _ in range(300):
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.1)
    raise SystemExit("服务没有在30秒内启动。")
