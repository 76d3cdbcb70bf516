package dev.carrylane.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.carrylane.testkit.Widths;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag(Widths.ANY)
class BackendChoiceTest {
  private static VirtualMachine machine(boolean module, String info, Map<String, String> options) {
    return new VirtualMachine(
        module, info, name -> Optional.ofNullable(options.get(name)), () -> 256);
  }

  private static VirtualMachine goodMachine() {
    return machine(true, "mixed mode, sharing", Map.of());
  }

  private static BackendChoice choice(String request, VirtualMachine machine) {
    return BackendChoice.make(request, "background", machine);
  }

  @Test
  void takesTheWidestVectorsByDefault() {
    BackendChoice choice = choice("auto", goodMachine());
    assertEquals("vector-256", choice.active().name());
    assertEquals(8, choice.active().floatLanes());
    assertEquals("vector-256", choice.vector().orElseThrow().name());
    assertEquals("", choice.unavailable());
  }

  @Test
  void theDefaultProvesItsKernelsInTheBackgroundAndAForcedOneDoesNot() {
    BackendChoice choice = choice("auto", goodMachine());
    assertEquals(Optional.of(WarmUp.BACKGROUND), choice.active().warmUpMode());
    assertEquals(Optional.empty(), choice.vector().orElseThrow().warmUpMode());
    assertFalse(choice.active().sharesWeightsWith(choice.vector().orElseThrow()));
  }

  @Test
  void theWayToWarmUpIsChosenByPropertyOrByCall() {
    Backend blocking = BackendChoice.make("auto", "blocking", goodMachine()).active();
    assertEquals(Optional.of(WarmUp.BLOCKING), blocking.warmUpMode());
    Backend off = blocking.withWarmUp(WarmUp.OFF);
    assertEquals(Optional.of(WarmUp.OFF), off.warmUpMode());
    assertSame(blocking, off.withWarmUp(WarmUp.BLOCKING));
    assertFalse(off.sharesWeightsWith(blocking));
    assertSame(Backend.scalar(), Backend.scalar().withWarmUp(WarmUp.OFF));
  }

  @Test
  void anUnknownWayToWarmUpIsRefusedEachTime() {
    BackendChoice choice = BackendChoice.make("auto", "eager", goodMachine());
    for (int i = 0; i < 2; i++) {
      String message = assertThrows(IllegalStateException.class, choice::active).getMessage();
      assertTrue(message.contains("\"eager\""), message);
      assertTrue(message.contains("background, blocking, off"), message);
    }
  }

  @Test
  void narrowerVectorsCanBeForced() {
    Backend backend = choice("128", goodMachine()).active();
    assertEquals("vector-128", backend.name());
    assertEquals(4, backend.floatLanes());
    assertTrue(backend.reason().contains(Backend.PROPERTY));
  }

  @Test
  void forcingScalarKeepsTheVectorBackendAvailable() {
    BackendChoice choice = choice("scalar", goodMachine());
    assertFalse(choice.active().isVector());
    assertTrue(choice.vector().isPresent());
  }

  @ParameterizedTest
  @CsvSource({
    "TieredStopAtLevel, 1, -XX:TieredStopAtLevel",
    "EnableVectorSupport, false, -XX:-EnableVectorSupport",
    "UseFMA, false, multiply-add",
    "MaxVectorSize, 8, -XX:MaxVectorSize"
  })
  void anObstacleMeansScalarAndIsNamed(String option, String value, String remedy) {
    BackendChoice choice = choice("auto", machine(true, "mixed mode", Map.of(option, value)));
    assertEquals("scalar", choice.active().name());
    assertTrue(choice.active().reason().contains(remedy), choice.active().reason());
    assertTrue(choice.vector().isEmpty());
    assertEquals(choice.active().reason(), choice.unavailable());
  }

  @Test
  void aMissingModuleMeansScalarAndTheFlagIsNamed() {
    BackendChoice choice = choice("auto", machine(false, "mixed mode", Map.of()));
    assertEquals("scalar", choice.active().name());
    assertTrue(choice.unavailable().contains("--add-modules jdk.incubator.vector"));
  }

  @Test
  void anInterpreterMeansScalar() {
    BackendChoice choice = choice("auto", machine(true, "interpreted mode", Map.of()));
    assertTrue(choice.unavailable().contains("-Xint"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "Vector", "64", "1024", "avx2"})
  void unknownRequestsAreRefusedEachTime(String request) {
    BackendChoice choice = choice(request, goodMachine());
    for (int i = 0; i < 2; i++) {
      IllegalStateException refusal = assertThrows(IllegalStateException.class, choice::active);
      assertTrue(refusal.getMessage().contains("\"" + request + "\""), refusal.getMessage());
      assertTrue(refusal.getMessage().contains("auto, scalar, vector, 128, 256, 512"));
    }
  }

  @Test
  void widerVectorsThanTheMachineHasAreRefused() {
    BackendChoice choice = choice("512", goodMachine());
    String message = assertThrows(IllegalStateException.class, choice::vector).getMessage();
    assertTrue(message.contains("512-bit") && message.contains("256 bits"), message);
  }

  @Test
  void vectorsThatCannotRunAreRefusedWhenAskedFor() {
    BackendChoice choice = choice("256", machine(false, "mixed mode", Map.of()));
    String message = assertThrows(IllegalStateException.class, choice::active).getMessage();
    assertTrue(message.contains("--add-modules"), message);
  }

  @Test
  void theRealMachineIsDescribed() {
    Backend backend = Backend.active();
    assertFalse(backend.reason().isEmpty());
    assertEquals(backend.isVector() ? backend.vectorBits() / 32 : 1, backend.floatLanes());
  }
}
