package dev.carrylane.jmh.bench;

import java.io.File;
import java.io.IOException;
import java.lang.classfile.ClassFile;
import java.lang.classfile.ClassModel;
import java.lang.classfile.CodeBuilder;
import java.lang.classfile.Label;
import java.lang.classfile.MethodModel;
import java.lang.classfile.TypeKind;
import java.lang.classfile.instruction.InvokeInstruction;
import java.lang.constant.ClassDesc;
import java.lang.constant.ConstantDescs;
import java.lang.constant.MethodTypeDesc;
import java.net.URI;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Copies of the engine with kernels that are slower by a known share: every so many calls, the work is done twice. What
 * is computed is the same, as long as the result does not lie on the operands.
 */
final class SlowedJar {
  /** The operations that are slowed, by the class file that has them. */
  private static final Map<String, String> KERNELS =
      Map.of(
          "dev/carrylane/engine/scan/AffineScan.class", "run",
          "dev/carrylane/engine/gemm/Gemm.class", "multiply");

  static final String COUNTER = "callsSinceTwice";
  private static final String ONCE = "Once";

  private SlowedJar() {}

  /** {@return the engine of this process, a jar or a folder of classes} */
  static Path engine() throws IOException {
    for (String entry : System.getProperty("java.class.path").split(File.pathSeparator)) {
      if (Library.in(Path.of(entry)).equals(Optional.of(Library.ENGINE))) {
        return Path.of(entry).toAbsolutePath();
      }
    }
    throw new IllegalStateException("there is no engine on the class path");
  }

  /**
   * Writes a jar with slowed kernels.
   *
   * @param library the engine, a jar or a folder of classes
   * @param jar receives the copy; is not there yet
   * @param every how many calls of a kernel make one that works twice: with 10, a call takes 10 % longer on average
   */
  static void write(Path library, Path jar, int every) throws IOException {
    copy(library, jar);
    try (FileSystem files = FileSystems.newFileSystem(jar)) {
      for (Map.Entry<String, String> kernel : KERNELS.entrySet()) {
        Path file = files.getPath(kernel.getKey());
        Files.write(file, slow(Files.readAllBytes(file), kernel.getValue(), every));
      }
    }
  }

  /**
   * Writes a jar with the same classes.
   *
   * @param library a jar or a folder of classes
   * @param jar receives the copy; is not there yet
   */
  static void copy(Path library, Path jar) throws IOException {
    if (Files.isRegularFile(library)) {
      Files.copy(library, jar);
      return;
    }
    try (FileSystem to =
            FileSystems.newFileSystem(URI.create("jar:" + jar.toUri()), Map.of("create", "true"));
        Stream<Path> files = Files.walk(library)) {
      for (Path file : (Iterable<Path>) files.filter(Files::isRegularFile)::iterator) {
        Path copy = to.getPath("/" + library.relativize(file));
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }

  /**
   * Slows the methods of a name, except those that only call another of the same name, which would count twice.
   *
   * @param bytes a class file
   * @param method their name; they are instance methods without a result
   * @param every how many calls of one make a call that works twice
   * @return the class file with them slowed
   */
  static byte[] slow(byte[] bytes, String method, int every) {
    ClassFile format = ClassFile.of();
    ClassModel model = format.parse(bytes);
    ClassDesc type = model.thisClass().asSymbol();
    List<MethodModel> kernels =
        model.methods().stream().filter(each -> isKernel(each, method)).toList();
    if (kernels.isEmpty()) {
      throw new IllegalArgumentException(type.displayName() + " has no method " + method);
    }
    Set<String> descriptors =
        Set.copyOf(kernels.stream().map(each -> each.methodType().stringValue()).toList());
    return format.build(
        type,
        builder -> {
          builder.withField(
              COUNTER, ConstantDescs.CD_int, ClassFile.ACC_PRIVATE | ClassFile.ACC_STATIC);
          model.forEach(
              element -> {
                if (element instanceof MethodModel each
                    && each.methodName().equalsString(method)
                    && descriptors.contains(each.methodType().stringValue())) {
                  builder.withMethod(
                      method + ONCE,
                      each.methodTypeSymbol(),
                      ClassFile.ACC_PRIVATE,
                      once -> each.code().ifPresent(once::with));
                  builder.withMethodBody(
                      each.methodName(),
                      each.methodType(),
                      each.flags().flagsMask(),
                      code -> twiceNowAndThen(code, type, method, each.methodTypeSymbol(), every));
                } else {
                  builder.with(element);
                }
              });
        });
  }

  private static boolean isKernel(MethodModel each, String name) {
    boolean forwards =
        each.code().stream()
            .flatMap(code -> code.elementStream())
            .anyMatch(
                element ->
                    element instanceof InvokeInstruction call
                        && call.name().equalsString(name)
                        && call.owner().equals(each.parent().orElseThrow().thisClass()));
    return each.methodName().equalsString(name) && !forwards;
  }

  /** {@code if (++counter >= every) { counter = 0; this.once(arguments); } this.once(arguments);} */
  private static void twiceNowAndThen(
      CodeBuilder code, ClassDesc type, String method, MethodTypeDesc shape, int every) {
    Label last = code.newLabel();
    code.getstatic(type, COUNTER, ConstantDescs.CD_int)
        .iconst_1()
        .iadd()
        .dup()
        .putstatic(type, COUNTER, ConstantDescs.CD_int)
        .loadConstant(every)
        .if_icmplt(last)
        .iconst_0()
        .putstatic(type, COUNTER, ConstantDescs.CD_int);
    callOnce(code, type, method, shape);
    code.labelBinding(last);
    callOnce(code, type, method, shape);
    code.return_();
  }

  private static void callOnce(
      CodeBuilder code, ClassDesc type, String method, MethodTypeDesc shape) {
    code.aload(0);
    for (int i = 0; i < shape.parameterCount(); i++) {
      code.loadLocal(TypeKind.from(shape.parameterType(i)), code.parameterSlot(i));
    }
    code.invokevirtual(type, method + ONCE, shape);
  }
}
