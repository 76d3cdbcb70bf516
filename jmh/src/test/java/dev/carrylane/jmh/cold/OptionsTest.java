package dev.carrylane.jmh.cold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

class OptionsTest {
  private static void assertRefused(String word, String... args) {
    String message =
        assertThrows(IllegalArgumentException.class, () -> Options.parse(args)).getMessage();
    assertTrue(message.contains(word), message);
  }

  @Test
  void everythingIsMeasuredTenTimesByDefault() {
    Options options = Options.parse();
    assertEquals(10, options.runs());
    assertEquals(EnumSet.allOf(Options.Kind.class), options.rows());
    assertEquals(List.of(), options.jvm());
    assertEquals(Optional.empty(), options.data());
  }

  @Test
  void readsEveryOption() {
    Options options =
        Options.parse(
            "--runs",
            "3",
            "--rows",
            "scan,lstm",
            "--data",
            "d",
            "--json",
            "j",
            "--command",
            "a:b",
            "--jvm",
            " -Xint  -Xmx1g ");
    assertEquals(
        new Options(
            false,
            3,
            Set.of(Options.Kind.LSTM, Options.Kind.SCAN),
            Optional.of(Path.of("d")),
            Optional.of("a:b"),
            List.of("-Xint", "-Xmx1g"),
            Optional.of(Path.of("j"))),
        options);
  }

  @Test
  void saysWhatIsWrong() {
    assertRefused("'--run'", "--run", "3");
    assertRefused("'0'", "--runs", "0");
    assertRefused("'ten'", "--runs", "ten");
    assertRefused("--runs needs a value", "--runs");
    assertRefused("'gemm'; it takes lstm, eval, product, scan", "--rows", "lstm,gemm");
    assertRefused("right after --cold", "--runs", "3", "--peers");
  }
}
