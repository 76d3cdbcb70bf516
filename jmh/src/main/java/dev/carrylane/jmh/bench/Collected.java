package dev.carrylane.jmh.bench;

import dev.carrylane.jmh.suite.Case;
import dev.carrylane.network.internal.FileReplacement;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.openjdk.jmh.infra.BenchmarkParams;
import org.openjdk.jmh.results.BenchmarkResult;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.results.format.ResultFormatFactory;
import org.openjdk.jmh.results.format.ResultFormatType;

/** The results of one side, each case's forks together in the order in which they ran. Used by one thread. */
final class Collected {
  private final Map<Case, List<RunResult>> forks = new LinkedHashMap<>();

  /** Adds a fork. */
  void add(Case one, RunResult fork) {
    forks.computeIfAbsent(one, first -> new ArrayList<>()).add(fork);
  }

  boolean isEmpty() {
    return forks.isEmpty();
  }

  /**
   * Writes them as JMH does, whole or not at all.
   *
   * @param file where
   * @throws IOException if it cannot be written
   */
  void write(Path file) throws IOException {
    List<RunResult> merged = new ArrayList<>();
    for (List<RunResult> each : forks.values()) {
      List<BenchmarkResult> results = new ArrayList<>();
      each.forEach(fork -> results.addAll(fork.getBenchmarkResults()));
      merged.add(new RunResult(withForks(each.get(0).getParams(), results.size()), results));
    }
    ByteArrayOutputStream text = new ByteArrayOutputStream();
    PrintStream out = new PrintStream(text, false, StandardCharsets.UTF_8);
    ResultFormatFactory.getInstance(ResultFormatType.JSON, out).writeOut(merged);
    out.flush();
    try (FileReplacement replacement = FileReplacement.of(file)) {
      replacement.write(ByteBuffer.wrap(text.toByteArray()));
      replacement.commit();
    }
  }

  /** JMH writes how many forks were asked for, and every run asked for one. */
  private static BenchmarkParams withForks(BenchmarkParams one, int forks) {
    org.openjdk.jmh.runner.WorkloadParams workload = new org.openjdk.jmh.runner.WorkloadParams();
    int index = 0;
    for (String name : one.getParamsKeys()) {
      workload.put(name, one.getParam(name), index++);
    }
    return new BenchmarkParams(
        one.getBenchmark(),
        one.generatedBenchmark(),
        one.shouldSynchIterations(),
        one.getThreads(),
        one.getThreadGroups(),
        one.getThreadGroupLabels(),
        forks,
        one.getWarmupForks(),
        one.getWarmup(),
        one.getMeasurement(),
        one.getMode(),
        workload,
        one.getTimeUnit(),
        one.getOpsPerInvocation(),
        one.getJvm(),
        one.getJvmArgs(),
        one.getJdkVersion(),
        one.getVmName(),
        one.getVmVersion(),
        one.getJmhVersion(),
        one.getTimeout());
  }
}
