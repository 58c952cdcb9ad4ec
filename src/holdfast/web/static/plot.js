// One strip for each channel, on one common time. The same facts stand in the table below it.
"use strict";

const HEIGHT = 150;

(async () => {
  const place = document.querySelector("#plot");
  if (!place) return;
  const answer = await fetch(place.dataset.from);
  if (!answer.ok || answer.redirected) return;
  const { days, lanes, markers, months } = await answer.json();
  const plots = [];
  const ink = (name) => {
    const probe = document.createElement("i");
    probe.style.color = `var(${name})`;
    place.append(probe);
    const colour = getComputedStyle(probe).color;
    probe.remove();
    return colour;
  };
  const span = days.concat(markers.map((marker) => marker.at));
  // At least a fortnight, so that one day does not fill the whole width.
  const spare = Math.max(86400, (14 * 86400 - (Math.max(...span) - Math.min(...span))) / 2);
  const range = [Math.min(...span) - spare, Math.max(...span) + spare];
  const quiet = matchMedia("(prefers-color-scheme: dark)");

  const strip = (lane) => {
    const text = ink("--quiet");
    const accent = ink("--accent");
    const edge = ink("--edge");
    const lines = (u) => {
      u.ctx.save();
      u.ctx.strokeStyle = ink("--ink");
      u.ctx.lineWidth = devicePixelRatio;
      u.ctx.setLineDash([4 * devicePixelRatio, 4 * devicePixelRatio]);
      for (const marker of markers) {
        const x = Math.round(u.valToPos(marker.at, "x", true));
        if (x < u.bbox.left || x > u.bbox.left + u.bbox.width) continue;
        u.ctx.beginPath();
        u.ctx.moveTo(x, u.bbox.top);
        u.ctx.lineTo(x, u.bbox.top + u.bbox.height);
        u.ctx.stroke();
      }
      u.ctx.restore();
    };
    const bars = uPlot.paths.bars({ size: [0.7, 14], align: 0 });
    // Month by name, so that no reader takes 3/4 for the other one; the year where it begins.
    const dates = (u, splits, axis, space, step) => splits.map((seconds, place) => {
      const day = new Date(seconds * 1000);
      const year = day.getUTCFullYear();
      if (step >= 31e6) return String(year);
      const isNew = place === 0 || new Date(splits[place - 1] * 1000).getUTCFullYear() !== year;
      const named = `${step >= 2e6 ? "" : `${day.getUTCDate()} `}${months[day.getUTCMonth()]}`;
      const hour = step < 86400 ? ` ${String(day.getUTCHours()).padStart(2, "0")}:00` : "";
      return `${named}${hour}${isNew ? `\n${year}` : ""}`;
    });
    const axis = { stroke: text, grid: { stroke: ink("--line"), width: 1 }, ticks: { show: false }, font: "13px Atkinson, sans-serif" };
    let down = 0;
    const plot = new uPlot({
      width: place.clientWidth,
      height: HEIGHT,
      tzDate: (seconds) => uPlot.tzDate(new Date(seconds * 1000), "UTC"),
      cursor: { sync: { key: "days" }, y: false, points: { show: false } },
      legend: { show: false },
      scales: { x: { time: true, min: range[0], max: range[1] }, y: { range: (u, low, high) => [Math.min(low, 0), Math.max(high, 1)] } },
      axes: [{ ...axis, values: dates, space: (u, axis, low, high) => (high - low < 12 * 86400 ? 120 : 70) }, { ...axis, size: 46, space: 22, incrs: [1, 2, 5, 10, 20, 50, 100, 200, 500, 1000, 2000, 5000, 10000], values: (u, values) => values.map((value) => (Number.isInteger(value) ? Math.abs(value) : "")) }],
      series: [
        {},
        { paths: bars, fill: accent, stroke: accent, points: { show: false } },
        { paths: bars, fill: "transparent", stroke: edge, width: 1, points: { show: false } },
      ],
      hooks: { draw: [lines] },
    }, [days, lane.to_you.map((n) => n || null), lane.from_you.map((n) => -n || null)], place);
    plot.over.addEventListener("mousedown", (event) => { down = event.clientX; });
    plot.over.addEventListener("click", (event) => {
      if (Math.abs(event.clientX - down) > 3) return;
      const day = new Date(plot.posToVal(event.clientX - plot.over.getBoundingClientRect().left, "x") * 1000);
      location.href = `${place.dataset.to}&day=${day.toISOString().slice(0, 10)}`;
    });
    plots.push(plot);
  };

  const draw = () => {
    plots.splice(0).forEach((plot) => plot.destroy());
    place.querySelectorAll("h2").forEach((old) => old.remove());
    for (const lane of lanes) {
      const name = document.createElement("h2");
      name.textContent = lane.name;
      place.append(name);
      strip(lane);
    }
  };
  draw();
  quiet.addEventListener("change", draw);
  addEventListener("resize", () => plots.forEach((plot) => plot.setSize({ width: place.clientWidth, height: HEIGHT })));
  document.querySelector("#whole").addEventListener("click", () => plots.forEach((plot) => plot.setScale("x", { min: range[0], max: range[1] })));
})();
