package dev.carrylane.jmh.bench;

import java.io.IOException;
import java.io.InputStream;
import java.lang.module.InvalidModuleDescriptorException;
import java.lang.module.ModuleDescriptor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.zip.ZipEntry;
import java.util.zip.ZipException;
import java.util.zip.ZipFile;

/** What the benchmarks measure, and what another version of it may take the place of. */
enum Library {
  ENGINE,
  NETWORK,
  TRAINING,
  TASKS,
  CLI;

  private static final String DESCRIPTOR = "module-info.class";

  /**
   * The library that an entry of a class path holds, by its module descriptor: a file's name proves nothing.
   *
   * @param entry a jar or a folder of classes, or anything else
   * @return the library; empty if it is none of ours
   */
  static Optional<Library> in(Path entry) throws IOException {
    try {
      return module(entry)
          .flatMap(
              module ->
                  Arrays.stream(values()).filter(each -> each.module().equals(module)).findAny());
    } catch (ZipException | InvalidModuleDescriptorException notAModule) {
      return Optional.empty();
    }
  }

  private static Optional<String> module(Path entry) throws IOException {
    if (Files.isDirectory(entry)) {
      Path descriptor = entry.resolve(DESCRIPTOR);
      if (Files.exists(descriptor)) {
        try (InputStream in = Files.newInputStream(descriptor)) {
          return Optional.of(ModuleDescriptor.read(in).name());
        }
      }
    } else if (Files.isRegularFile(entry)) {
      try (ZipFile jar = new ZipFile(entry.toFile())) {
        ZipEntry descriptor = jar.getEntry(DESCRIPTOR);
        if (descriptor != null) {
          return Optional.of(ModuleDescriptor.read(jar.getInputStream(descriptor)).name());
        }
      }
    }
    return Optional.empty();
  }

  /** {@return the name of its module} */
  String module() {
    return "dev.carrylane." + this;
  }

  /** {@return the folder of its sources, from the root of a checkout} */
  String folder() {
    return "src/" + this;
  }

  /** {@return the names of all, to tell what may be given} */
  static String names() {
    return List.of(values()).stream().map(Library::module).collect(Collectors.joining(", "));
  }

  @Override
  public String toString() {
    return name().toLowerCase(Locale.ROOT);
  }
}
