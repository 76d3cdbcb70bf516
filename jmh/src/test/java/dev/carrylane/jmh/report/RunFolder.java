package dev.carrylane.jmh.report;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.carrylane.jmh.results.Environment;
import dev.carrylane.jmh.results.ProbeReading;
import dev.carrylane.jmh.suite.Case;
import dev.carrylane.jmh.suite.Entry;
import dev.carrylane.jmh.suite.Peer;
import dev.carrylane.jmh.suite.Section;
import dev.carrylane.jmh.suite.Tier;
import dev.carrylane.jmh.suite.Work;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** A small suite, and the files of a run of it that nobody measured. */
final class RunFolder {
  static final List<Section> SECTIONS =
      List.of(roofline(), products(), scans(), steps(), keys(), threads());

  static final Case FMA = Case.of("RooflineBenchmark.fma", Map.of("chains", "8"));

  static final String COLD =
      """
      {"environment": {}, "rows": {"lstm": {
        "auto": {"implementation": "vector-512",
          "first": [172000000, 165000000, 171000000, 180000000, 173000000, 169000000, 174000000],
          "steps-1": [87000000, 85000000, 88000000], "steps-1000": [132000000, 131000000, 133000000]},
        "ONNX Runtime": {"implementation": "onnx", "first": [322000000], "steps-1": [270000000],
          "steps-1000": [349000000]}}}}
      """;

  final Map<Case, double[]> seconds = new LinkedHashMap<>();
  final Map<String, String> failures = new LinkedHashMap<>();
  final Map<String, String> machine = new LinkedHashMap<>();
  final int forks;
  int completed;
  double probeSpread = 0.01;
  String command = "./carrylane bench --peers";
  String tier = "standard";
  private final Random random = new Random(1);

  /** Every case and every peer has so many forks. */
  RunFolder(int forks) {
    this(forks, SECTIONS);
  }

  /** The same of another suite. */
  RunFolder(int forks, List<Section> sections) {
    this.forks = forks;
    completed = forks;
    machine.put("processor", "A processor of eight cores at 3 GHz");
    machine.put("caches", "L1 48 KB, L2 2 MB, L3 33 MB");
    machine.put("java", "25.0.3, 64-Bit Server VM");
    for (Section section : sections) {
      for (Entry entry : section.entries()) {
        for (Case one : entry.cases(Tier.FULL)) {
          double median = likely(one, entry.work(one));
          add(one, median);
          entry.serial().ifPresent(peer -> add(peer.beside(one), median * serialRatio(one)));
          for (Peer peer : entry.peers()) {
            if (peer.takes(one)) {
              add(peer.beside(one), median * (0.7 + 0.9 * random.nextDouble()));
            }
          }
        }
      }
    }
  }

  private static double likely(Case one, Work work) {
    if (one.benchmark().endsWith("read")) {
      double rate =
          Map.of("L1", 210e9, "L2", 90e9, "L3", 35e9, "memory", 11e9).get(one.parameter("level"));
      return work.bytes() / rate;
    }
    double threads = Double.parseDouble(one.parameters().getOrDefault("threads", "1"));
    double speed = one.benchmark().endsWith("fma") ? 101e9 : 64e9;
    double flops = Math.max(work.flops(), 1000 * work.items());
    return (flops / speed + work.bytes() / 60e9) * (0.1 + 0.9 / threads) + 9e-8;
  }

  private static double serialRatio(Case one) {
    return 0.8
        + 0.4 * Math.log10(Double.parseDouble(one.parameters().getOrDefault("steps", "1000")));
  }

  /** Forks that differ by about one in a hundred. */
  void add(Case one, double median) {
    double[] values = new double[forks];
    for (int i = 0; i < forks; i++) {
      values[i] = median * (1 + 0.008 * random.nextGaussian());
    }
    seconds.put(one, values);
  }

  void write(Path folder) throws IOException {
    ObjectMapper json = new ObjectMapper();
    List<Object> benchmarks = new ArrayList<>();
    seconds.forEach((one, values) -> benchmarks.add(benchmark(one, values)));
    Files.write(folder.resolve("results.json"), json.writeValueAsBytes(benchmarks));
    List<ProbeReading> probe = new ArrayList<>();
    for (int i = 0; i <= 20; i++) {
      double speed = 1e6 * (1 + probeSpread * Math.sin(i));
      probe.add(new ProbeReading(30.0 * i, speed, 1 + 0.1 * (i % 4), i % 7 == 3 ? 0.02 : 0));
    }
    new Environment(
            command,
            "2026-01-02T03:04:05Z",
            "1.0",
            null,
            0.03,
            tier,
            forks,
            completed,
            machine,
            List.of("OpenBLAS uses the kernels SkylakeX"),
            probe,
            failures)
        .write(folder.resolve("environment.json"));
  }

  private Map<String, Object> benchmark(Case one, double... values) {
    boolean isSampled =
        one.benchmark().startsWith("StepBenchmark") || one.benchmark().contains("StepPeers");
    Map<String, Object> metric = new LinkedHashMap<>();
    List<Object> raw = new ArrayList<>();
    List<Object> allocated = new ArrayList<>();
    for (double value : values) {
      raw.add(
          isSampled
              ? List.of(histogram(value * 1e6))
              : List.of(1 / value * 0.999, 1 / value, 1 / value * 1.001));
      allocated.add(List.of(96.0, 96.0, 96.0));
    }
    metric.put("scoreUnit", isSampled ? "us/op" : "ops/s");
    metric.put("rawData", isSampled ? List.of() : raw);
    if (isSampled) {
      metric.put("rawDataHistogram", raw);
    }
    Map<String, Object> benchmark = new LinkedHashMap<>();
    benchmark.put("benchmark", one.fullName());
    benchmark.put("mode", isSampled ? "sample" : "thrpt");
    benchmark.put("jvmArgs", List.of("--add-modules=jdk.incubator.vector", "-Xmx1g"));
    benchmark.put("params", one.parameters());
    benchmark.put("primaryMetric", metric);
    benchmark.put("secondaryMetrics", Map.of("gc.alloc.rate.norm", Map.of("rawData", allocated)));
    return benchmark;
  }

  /** Ten thousand samples, the slower the rarer. */
  static List<List<Number>> histogram(double median) {
    return List.of(
        List.of(median * 0.97, 3000L),
        List.of(median, 4500L),
        List.of(median * 1.1, 2000L),
        List.of(median * 1.6, 450L),
        List.of(median * 4, 46L),
        List.of(median * 30, 4L));
  }

  private static Section roofline() {
    Entry fma =
        Entry.of("RooflineBenchmark.fma", any -> "multiply-adds in registers")
            .cases(Tier.QUICK, "chains", "8")
            .work(any -> Work.of(1e9, 0));
    Entry read =
        Entry.of("RooflineBenchmark.read", one -> "reading from " + one.parameter("level"))
            .cases(Tier.QUICK, "level", "L1,L2,L3,memory")
            .work(any -> Work.of(0, 1 << 26));
    return new Section(
        "roofline", "The processor’s limits", "No kernel is faster.", List.of(fma, read));
  }

  private static Section products() {
    Entry packed =
        Entry.of("ProductBenchmark.packed", one -> one.parameter("shape") + ", packed before")
            .cases(
                Tier.QUICK,
                "shape",
                "60x750x150,256x750x150,64x64x64,128x128x128,256x256x256,512x512x512",
                "threads",
                "1")
            .work(RunFolder::product)
            .peer(library("OpenBLAS", "ProductPeers.openblas", "shape"))
            .peer(library("EJML", "ProductPeers.ejml", "shape"));
    return new Section(
        "products", "Products of matrices", "Large products come close.", List.of(packed));
  }

  private static Work product(Case one) {
    String[] sizes = one.parameter("shape").split("x");
    double m = Double.parseDouble(sizes[0]);
    double k = Double.parseDouble(sizes[1]);
    double n = Double.parseDouble(sizes[2]);
    return Work.of(2 * m * k * n, 4 * (m * k + k * n + m * n));
  }

  private static Peer library(String name, String benchmark, String parameter) {
    return new Peer(name, "peers." + benchmark, List.of(parameter), Map.of(), List.of());
  }

  private static Section scans() {
    Entry affine =
        Entry.of(
                "ScanBenchmark.affine",
                one ->
                    "h = p·h + g, %,d steps, %s channels"
                        .formatted(one.number("steps"), one.parameter("channels")))
            .cases(
                Tier.QUICK, "steps", "256,4096,65536,1048576", "channels", "1,64", "threads", "1")
            .work(
                one -> {
                  double elements = (double) one.number("steps") * one.number("channels");
                  return Work.of(2 * elements, 12 * elements).items(elements, "element steps");
                })
            .serial(
                new Peer(
                    "plain loop",
                    "ScanBenchmark.serialLoop",
                    List.of("steps", "channels"),
                    Map.of(),
                    List.of()));
    return new Section("scans", "Scans", "One channel gains most.", List.of(affine));
  }

  private static Section steps() {
    Entry step =
        Entry.of("StepBenchmark.step", one -> "step of " + one.parameter("model"))
            .cases(Tier.QUICK, "model", "clrnn,lstm-128,gru-128")
            .latency()
            .work(one -> Work.of(262_144, 524_288).items(1, "steps"))
            .peer(
                new Peer(
                    "ONNX Runtime",
                    "peers.StepPeers.onnx",
                    List.of("model"),
                    Map.of(),
                    List.of("lstm-128", "gru-128")));
    return new Section("step", "One step of a stream", "A step reads every weight.", List.of(step));
  }

  private static Section keys() {
    Entry step =
        Entry.of(
                "KeysBenchmark.stepAll",
                one -> "LSTM of 128, " + one.parameter("rows") + " keys step together")
            .cases(Tier.QUICK, "rows", "1,8,64,1024")
            .work(
                one ->
                    Work.of(262_144.0 * one.number("rows"), 0).items(one.number("rows"), "steps"));
    Entry add =
        Entry.of(
                "KeysBenchmark.addKeys",
                one -> "LSTM of 128, " + one.parameter("rows") + " keys made")
            .cases(Tier.QUICK, "rows", "64")
            .work(one -> Work.of(0, 0).items(one.number("rows"), "keys"));
    return new Section("keys", "Many keys", "Weights are read once.", List.of(step, add));
  }

  private static Section threads() {
    Entry product =
        Entry.of(
                "ProductBenchmark.packed",
                one -> "1024 × 1024 × 1024, " + one.parameter("threads") + " threads")
            .cases(Tier.QUICK, "shape", "1024x1024x1024", "threads", "1,2,4,8")
            .work(RunFolder::product);
    return new Section("threads", "Threads", "Products gain most.", List.of(product));
  }
}
