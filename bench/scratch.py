"""A Steward of its own for measuring: scratch data folder, published program, signed-in clients (Python's standard library and wrk)."""
import html, http.client, json, os, random, re, shutil, signal, socket, sqlite3, subprocess, sys, tempfile, threading, time, urllib.parse, uuid

ROOT = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
OUT = os.environ.get("STEWARD_OUT", f"{ROOT}/artifacts/steward")
WORDS = "打印机 路由器 交换机 VPN 邮件 磁盘 备份 登录 密码 服务器 延迟 证书 数据库 防火墙 更新 卡纸 蓝屏 无法访问 很慢 报错".split()
# The limits protect a real server from one client; here one client is all there is.
SETTINGS = {"rate": {"burst": 10_000_000, "perSecond": 10_000_000, "signInPerMinute": 10_000, "tokenPerMinute": 10_000_000}}


def say(text): print(text, flush=True)


def build():
    """Publishes the program if its sources are newer, and makes sure of wrk."""
    if not shutil.which("wrk"):
        subprocess.run("apt-get -qq update && apt-get -qq install -y --no-install-recommends wrk", shell=True, check=True, stdout=subprocess.DEVNULL)
    if subprocess.run([f"{ROOT}/steward", "--version"], stdout=subprocess.DEVNULL).returncode: sys.exit("Steward could not be built.")


def port():
    with socket.socket() as s:
        s.bind(("127.0.0.1", 0)); return s.getsockname()[1]


def pss(process):
    for line in open(f"/proc/{process.pid}/smaps_rollup"):
        if line.startswith("Pss:"): return int(line.split()[1]) / 1024


class Steward:
    """A data folder with the demo company, and the server over it."""
    def __init__(self):
        self.data = tempfile.mkdtemp(prefix="steward-bench-"); self.server = None; self.errors = 0

    def words(self, *words): return subprocess.run(["dotnet", f"{OUT}/steward.dll", *words, "--data", self.data], check=True, capture_output=True, text=True).stdout

    def make(self, settings=SETTINGS):
        t = time.perf_counter(); self.words("demo", "--only-make")
        with open(f"{self.data}/steward.json") as f: was = json.load(f)
        with open(f"{self.data}/steward.json", "w") as f: json.dump({**was, **settings}, f)
        self.durability = json.loads(self.words("migrate", "--json").splitlines()[-1])["durability"]
        self.token = json.loads(self.words("token", "agent", "--json").splitlines()[-1])["token"]
        return time.perf_counter() - t

    def start(self):
        """Starts the server; answers the milliseconds from the start of the process to the first 200 of the sign-in page."""
        self.port = port(); t = time.perf_counter()
        self.server = subprocess.Popen(["dotnet", f"{OUT}/steward.dll", "serve", "--data", self.data, "--urls", f"http://127.0.0.1:{self.port}"],
                                       stdout=subprocess.DEVNULL, stderr=open(f"{self.data}/serve.log", "a"))
        while True:
            try:
                c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=30); c.request("GET", "/sign-in"); r = c.getresponse(); r.read(); c.close()
                if r.status == 200: return (time.perf_counter() - t) * 1000
            except OSError: pass
            if self.server.poll() is not None: sys.exit(f"The server ended: {open(f'{self.data}/serve.log').read()[-2000:]}")
            time.sleep(0.005)

    def stop(self):
        if self.server: self.server.send_signal(signal.SIGTERM); self.server.wait(60); self.server = None

    def close(self): self.stop(); shutil.rmtree(self.data, ignore_errors=True)

    def pss(self): return pss(self.server)

    def cpu(self):
        f = open(f"/proc/{self.server.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(f[11]) + int(f[12])) / os.sysconf("SC_CLK_TCK")

    def sign_in(self, user="agent", password="steward-Demo-2026"):
        """The cookie of a browser that signed in by the form."""
        c = http.client.HTTPConnection("127.0.0.1", self.port, timeout=60); c.request("GET", "/sign-in"); r = c.getresponse(); page = r.read().decode()
        jar = dict(v.split(";")[0].split("=", 1) for v in r.headers.get_all("Set-Cookie") or [])
        form = {"userName": user, "password": password, "__form": html.unescape(re.search(r'name="__form"[^>]*value="([^"]+)"', page).group(1))}
        c.request("POST", "/sign-in", urllib.parse.urlencode(form), {"Content-Type": "application/x-www-form-urlencoded", "Cookie": "; ".join(f"{k}={v}" for k, v in jar.items())})
        r = c.getresponse(); r.read(); posted = r.status
        jar.update(v.split(";")[0].split("=", 1) for v in r.headers.get_all("Set-Cookie") or [])
        self.cookie = "; ".join(f"{k}={v}" for k, v in jar.items())
        c.request("GET", "/tickets", headers={"Cookie": self.cookie}); r = c.getresponse(); r.read()
        if r.status != 200: sys.exit(f"Signing in failed: {r.status} after {posted}")

    def rows(self, sql):
        with sqlite3.connect(f"file:{self.data}/steward.db?mode=ro", uri=True) as db: return db.execute(sql).fetchall()

    def tickets(self): return self.rows("select count(*) from desk_ticket")[0][0]
    def some_tickets(self, n=500): return [str(uuid.UUID(bytes=r[0])) for r in self.rows(f"select id from desk_ticket order by random() limit {n}")]

    def creates(self, n=4000):
        """Bodies of the create verb: callers of the main customer, its services, Chinese summaries and a text of sixty words."""
        services = [str(uuid.UUID(bytes=r[0])) for r in self.rows("select s.id from contracts_service s join people_customer c on c.id = s.customer where c.short_name = 'XXQY'")]
        callers = [str(uuid.UUID(bytes=r[0])) for r in self.rows("select p.id from people_contact p join people_customer c on c.id = p.customer where c.short_name = 'XXQY'")]
        dice = random.Random(7)
        return ["POST /api/v1/tickets\t" + json.dumps({"summary": "".join(dice.choices(WORDS, k=3)) + f" {i}", "service": dice.choice(services), "requester": dice.choice(callers),
            "description": " ".join(dice.choices(WORDS, k=60)), "channel": "Phone", "impact": "Group"}, ensure_ascii=False) for i in range(n)]

    def load(self, asks, clients=1, seconds=5, api=False):
        """Closed loop of wrk; rate a second, milliseconds, and the server's CPU milliseconds a request (steadier than the rate on a shared machine)."""
        with tempfile.NamedTemporaryFile("w", suffix=".asks") as f:
            f.write("\n".join(asks)); f.flush()
            head = f"Authorization: Bearer {self.token}" if api else f"Cookie: {self.cookie}"
            before = self.cpu()
            out = subprocess.run(["wrk", "-t1", f"-c{clients}", f"-d{seconds}s", "--timeout", "30s", "-s", f"{ROOT}/bench/load.lua", f"http://127.0.0.1:{self.port}"],
                                 env={**os.environ, "BENCH_ASKS": f.name, "BENCH_HEADERS": head}, capture_output=True, text=True, check=True).stdout
        got = json.loads(out.strip().splitlines()[-1])
        got["cpu"] = (self.cpu() - before) * 1000 / max(1, got["n"]); self.errors += got["errors"]
        return got

    def fill(self, wanted=10_000):
        """Brings the desk to so many tickets through the ordinary verb."""
        bodies = self.creates(); t = time.perf_counter(); was = self.tickets()
        while (have := self.tickets()) < wanted: self.load(bodies, 8, max(1, min(5, (wanted - have) // 500)), api=True)
        return have - was, time.perf_counter() - t

    PAGES = {
        "home": ("/", False), "ticket list": ("/tickets", False), "ticket page": ("/tickets/{ticket}", False), "promise board": ("/promises", False),
        "search": ("/search?q={words}", False), "API list": ("/api/v1/tickets", True), "API one ticket": ("/api/v1/tickets/{ticket}", True),
    }

    def page(self, name):
        path, api = self.PAGES[name]; dice = random.Random(11)
        if "{ticket}" in path: return ["GET " + path.format(ticket=t) for t in self.some_tickets()], api
        if "{words}" in path: return ["GET " + path.format(words=urllib.parse.quote(" ".join(dice.sample(WORDS, 2)))) for _ in range(200)], api
        return ["GET " + path], api


def probe():
    """The probe as its package has it: one native file."""
    out = f"{ROOT}/artifacts/bench-probe"
    subprocess.run(["dotnet", "publish", f"{ROOT}/src/Steward.Probe", "-c", "Release", "-r", "linux-x64", "-p:Aot=true", f"-p:NuGetLockFilePath={ROOT}/artifacts/bench-probe.lock.json",
                    "--artifacts-path", f"{ROOT}/artifacts/bench-probe-build", "-o", out, "-v", "quiet", "--nologo"], check=True)
    return f"{out}/steward-probe"


class Watching:
    """Steward with a probe of its own and checks to carry out, as installed: two processes, results in the database."""
    def __init__(self, steward=None, settings=None):
        self.steward = steward or Steward(); self.home = f"{self.steward.data}/probe"; self.probe = None
        if not steward: self.steward.make(settings or SETTINGS)
        self.tokens = {user: json.loads(self.steward.words("token", user, "--json").splitlines()[-1])["token"] for user in ("config", "second-line", "manager", "agent")}
        if not steward: self.steward.start()
        self.customer, self.site = (str(uuid.UUID(bytes=x)) for x in self.steward.rows("select c.id, s.id from people_customer c join people_site s on s.customer = c.id where c.short_name = 'XXQY' limit 1")[0])
        made = self.ask("config", "POST", "probes", {"site": self.site, "name": "bench"}); self.id = made["probe"]
        self.program = [probe()]
        subprocess.run([*self.program, "enrol", "--server", f"http://127.0.0.1:{self.steward.port}", "--token", made["token"], "--data", self.home, "--insecure-http"], check=True)

    def ask(self, user, method, path, body=None, line=None):
        c = line or http.client.HTTPConnection("127.0.0.1", self.steward.port, timeout=60)
        c.request(method, f"/api/v1/{path}", json.dumps(body) if body is not None else None, {"Content-Type": "application/json", "Authorization": f"Bearer {self.tokens[user]}"})
        r = c.getresponse(); text = r.read()
        if r.status >= 300: raise SystemExit(f"{method} {path}: {r.status} {text[:300]}")
        return json.loads(text) if text else None

    def contract(self):
        """One under which tickets of this customer have clocks."""
        return str(uuid.UUID(bytes=self.steward.rows(f"select id from contracts_contract where customer = x'{uuid.UUID(self.customer).hex}' and signed_at is not null and last_day >= '{time.strftime('%Y-%m-%d')}' order by first_day desc limit 1")[0][0]))

    def watch(self, targets, every, contract=None):
        """A TCP check for each (address, port)."""
        def part(some):
            line = http.client.HTTPConnection("127.0.0.1", self.steward.port, timeout=60)
            for address, number in some:
                self.ask("second-line", "POST", "checks", {"customer": self.customer, "site": self.site, "name": f"{address}:{number} {uuid.uuid4().hex[:6]}", "kind": "Tcp", "target": address, "port": number, "probe": self.id,
                         "intervalSeconds": every, "timeoutMs": 1000, "confirmations": 2, "contract": contract}, line)
        threads = [threading.Thread(target=part, args=(targets[i::4],)) for i in range(4)]
        for t in threads: t.start()
        for t in threads: t.join()

    def run(self): self.probe = subprocess.Popen([*self.program, "run", "--data", self.home], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)

    def taken(self): return self.steward.rows(f"select taken from probes_contact where probe = x'{uuid.UUID(self.id).hex}'")[0][0]

    def probe_cpu(self):
        f = open(f"/proc/{self.probe.pid}/stat").read().rsplit(")", 1)[1].split()
        return (int(f[11]) + int(f[12])) / os.sysconf("SC_CLK_TCK")

    def rest(self):
        if self.probe: self.probe.terminate(); self.probe.wait(30); self.probe = None

    def close(self): self.rest(); self.steward.close()


def machine(): return f"{os.cpu_count()} cores, load {os.getloadavg()[0]:.1f} {os.getloadavg()[1]:.1f} {os.getloadavg()[2]:.1f} (1, 5 and 15 minutes)"
