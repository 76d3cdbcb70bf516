package dev.carrylane.jmh.cold;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The harness from end to end, with little work: new JVMs give figures that make sense. */
class FirstSecondTest {
  private static final Rows.Sizes LITTLE = new Rows.Sizes(List.of(1, 3), 2, 100);

  @TempDir Path temp;

  private static long figure(String json, String row, String side, String name) {
    Matcher matcher =
        Pattern.compile(
                "\"%s\": \\{\\s+(?:\"auto\".*\\s+)?\"%s\": .*\"%s\": \\[(\\d+)]"
                    .formatted(row, side, name))
            .matcher(json);
    assertTrue(matcher.find(), json);
    return Long.parseLong(matcher.group(1));
  }

  @Test
  void measuresNewJvms() throws Exception {
    Path json = temp.resolve("figures.json");
    int code =
        FirstSecond.run(
            LITTLE,
            Optional.empty(),
            "--runs",
            "1",
            "--rows",
            "lstm,scan,product",
            "--json",
            json.toString());
    assertEquals(0, code);
    String text = Files.readString(json);
    for (String side : List.of("auto", "scalar")) {
      long load = figure(text, "lstm", side, "load");
      long one = figure(text, "lstm", side, "steps-1");
      long three = figure(text, "lstm", side, "steps-3");
      long sinceStart = figure(text, "lstm", side, "first");
      assertTrue(0 < load && load < one && one < three && one < sinceStart, text);
      assertTrue(figure(text, "scan", side, "first") > 0, text);
      assertTrue(
          figure(text, "product", side, "worst") <= figure(text, "product", side, "total"), text);
    }
    // The scalar backend makes no objects, compiled or not.
    assertEquals(0, figure(text, "lstm-allocation", "scalar", "steps-3"));
  }

  @Test
  void aJvmThatFailsIsAnError() throws Exception {
    assertEquals(
        1,
        FirstSecond.run(
            LITTLE, Optional.empty(), "--runs", "1", "--rows", "product", "--jvm", "-Xnonsense"));
  }

  @Test
  void aWrongOptionIsBadInput() throws Exception {
    assertEquals(2, FirstSecond.run(LITTLE, Optional.empty(), "--nonsense"));
  }
}
