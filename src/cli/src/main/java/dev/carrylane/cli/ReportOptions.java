package dev.carrylane.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.carrylane.cli.console.Messages;
import java.io.PrintWriter;
import java.util.Map;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** How a command reports: text for people, or one JSON object for programs. */
final class ReportOptions {
  @Option(
      names = "--json",
      description =
          "Print one JSON object as the last line of standard output, and everything else to"
              + " standard error.")
  private boolean json;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  /** Whether the report is for programs. */
  boolean isJson() {
    return json;
  }

  /** Prints one of the two forms to standard output. */
  void print(Map<String, ?> facts, String text) {
    PrintWriter out = command.commandLine().getOut();
    out.println(json ? toJson(facts) : text.stripTrailing());
    out.flush();
  }

  /** Prints a line that is no part of the result to standard error, behind the command's name. */
  void note(String line) {
    PrintWriter err = command.commandLine().getErr();
    err.println(Messages.oneLine(command.qualifiedName() + ": " + line));
    err.flush();
  }

  /** JSON as a value of a report's facts. */
  static Object parsed(String json) {
    try {
      return JsonMapper.builder().build().readTree(json);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String toJson(Map<String, ?> facts) {
    try {
      // Standard output may not be able to encode what a path contains.
      return JsonMapper.builder()
          .enable(JsonWriteFeature.ESCAPE_NON_ASCII)
          .build()
          .writeValueAsString(facts);
    } catch (JsonProcessingException e) {
      throw new IllegalStateException(e);
    }
  }
}
