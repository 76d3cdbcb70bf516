package dev.carrylane.jmh.bench;

import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.attribute.ModuleAttribute;
import java.lang.constant.ModuleDesc;
import java.lang.reflect.AccessFlag;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;

/** Jars that hold a module's descriptor and nothing else. */
final class LibraryJars {
  private LibraryJars() {}

  /** Writes one, in a folder that need not be there yet. */
  static Path write(Path jar, String module) throws IOException {
    Files.createDirectories(jar.getParent());
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("module-info.class"));
      zip.write(descriptor(module));
    }
    return jar;
  }

  /** Writes one that is no module. */
  static Path writePlain(Path jar) throws IOException {
    try (ZipOutputStream zip = new ZipOutputStream(Files.newOutputStream(jar))) {
      zip.putNextEntry(new ZipEntry("text.txt"));
    }
    return jar;
  }

  /** A folder of classes, as a build has it before there is a jar. */
  static Path classes(Path folder, String module) throws IOException {
    Files.createDirectories(folder);
    Files.write(folder.resolve("module-info.class"), descriptor(module));
    return folder;
  }

  private static byte[] descriptor(String module) {
    return ClassFile.of()
        .buildModule(
            ModuleAttribute.of(
                ModuleDesc.of(module),
                builder ->
                    builder.requires(
                        ModuleDesc.of("java.base"), List.of(AccessFlag.MANDATED), "25")));
  }
}
