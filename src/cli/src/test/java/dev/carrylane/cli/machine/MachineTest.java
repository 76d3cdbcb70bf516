package dev.carrylane.cli.machine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class MachineTest {
  @TempDir Path root;

  @Test
  void readsWhatLinuxTells() throws IOException {
    write(
        "proc/cpuinfo", "processor\t: 0\nmodel name\t: A Processor @ 2GHz: v1\n\nprocessor\t: 1\n");
    cache("index0", "1", "Data", "48K");
    cache("index1", "1", "Instruction", "32K");
    cache("index3", "3", "Unified", "33M");
    cache("index2", "2", "Unified", "2048K");
    write("sys/devices/system/cpu/cpu0/cpufreq/scaling_governor", "powersave\n");
    Machine machine = Machine.at(root);
    assertEquals(Optional.of("A Processor @ 2GHz: v1"), machine.processor());
    assertEquals(
        List.of(
            new Machine.Cache(1, "Data", 48 << 10),
            new Machine.Cache(1, "Instruction", 32 << 10),
            new Machine.Cache(2, "Unified", 2048 << 10),
            new Machine.Cache(3, "Unified", 33 << 20)),
        machine.caches());
    assertEquals(Optional.of("powersave"), machine.governor());
  }

  @Test
  void knowsNothingElsewhere() throws IOException {
    Machine machine = Machine.at(root);
    assertEquals(Optional.empty(), machine.processor());
    assertEquals(List.of(), machine.caches());
    assertEquals(Optional.empty(), machine.governor());
    cache("index0", "one", "Data", "48K");
    assertEquals(List.of(), machine.caches());
  }

  private void cache(String index, String level, String type, String size) throws IOException {
    String folder = "sys/devices/system/cpu/cpu0/cache/" + index + "/";
    write(folder + "level", level + "\n");
    write(folder + "type", type + "\n");
    write(folder + "size", size + "\n");
  }

  private void write(String name, String text) throws IOException {
    Path file = root.resolve(name);
    Files.createDirectories(file.getParent());
    Files.writeString(file, text);
  }
}
