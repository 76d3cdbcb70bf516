package dev.carrylane.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.carrylane.engine.Backend;
import dev.carrylane.engine.KernelState;
import java.util.List;
import org.junit.jupiter.api.Test;

class DoctorCommandTest {
  private static final long GIBIBYTE = 1L << 30;

  /** In text first: the kernels that it proves are proved when it reports them again. */
  @Test
  void reportsTheMachineAsTextAndAsJson() {
    Backend backend = Backend.active();
    String text = Invocation.of("doctor").text();
    assertTrue(text.contains("Backend    " + backend.name() + ": " + backend.reason()), text);
    assertTrue(text.contains("\nAdvice     "), text);
    Invocation invocation = Invocation.of("doctor", "--json");
    JsonNode facts = invocation.json();
    assertEquals(1, invocation.out().lines().count());
    assertEquals("", invocation.err());
    assertEquals(Runtime.version().toString(), facts.get("java").asText());
    assertEquals(System.getProperty("java.vendor"), facts.get("vendor").asText());
    assertEquals(backend.name(), facts.get("backend").asText());
    assertEquals(backend.reason(), facts.get("reason").asText());
    assertEquals(backend.vectorBits(), facts.get("vector_bits").asInt());
    assertEquals(backend.floatLanes(), facts.get("float_lanes").asInt());
    assertTrue(List.of("native", "emulated", "unknown").contains(facts.get("fma").asText()));
    assertEquals(Runtime.getRuntime().availableProcessors(), facts.get("cores").asInt());
    assertTrue(facts.get("caches").isArray() || facts.get("caches").asText().equals("unknown"));
    assertEquals(Runtime.getRuntime().maxMemory(), facts.get("max_heap_bytes").asLong());
    assertTrue(facts.get("advice").isArray());
    boolean proves = backend.warmUpMode().isPresent();
    assertEquals(proves ? "background" : "none", facts.get("warm_up").asText());
    assertEquals(!proves, facts.get("kernels").isEmpty());
    facts
        .get("kernels")
        .forEach(kernel -> assertTrue(kernel.get("vector").asBoolean(), kernel.toString()));
  }

  @Test
  void namesTheKernelsThatTheJitDoesNotCompile() {
    KernelState slow = new KernelState("tanh", false, "not compiled after 60000 runs");
    KernelState fast = new KernelState("exp", true, "compiled in 100 ms");
    Backend.vector()
        .ifPresent(
            vector -> {
              List<String> advice =
                  DoctorCommand.advice(vector, List.of(fast, slow), "performance", GIBIBYTE);
              String last = advice.getLast();
              assertTrue(last.contains("tanh") && !last.contains("exp;"), last);
            });
  }

  @Test
  void advisesOnWhatIsSlow() {
    List<String> scalar =
        DoctorCommand.advice(Backend.scalar(), List.of(), "performance", GIBIBYTE);
    assertEquals(1, scalar.size());
    assertTrue(scalar.get(0).startsWith("SIMD is off"), scalar.get(0));
    Backend.vector()
        .ifPresent(
            vector -> {
              int own = vector.reason().contains(Backend.PROPERTY) ? 1 : 0;
              assertEquals(
                  own, DoctorCommand.advice(vector, List.of(), "performance", GIBIBYTE).size());
              assertEquals(
                  own + 2,
                  DoctorCommand.advice(vector, List.of(), "powersave", GIBIBYTE / 4).size());
            });
  }
}
