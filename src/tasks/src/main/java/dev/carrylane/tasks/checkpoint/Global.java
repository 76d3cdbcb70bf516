package dev.carrylane.tasks.checkpoint;

import java.util.Set;

/**
 * A class or function that a pickle names. It is only ever a name here.
 *
 * @param module its module
 * @param name its name in the module
 */
record Global(String module, String name) {
  /** Top-level modules that have no place in a checkpoint, whatever is done with them. */
  private static final Set<String> REFUSED_MODULES =
      Set.of(
          "__builtin__",
          "_io",
          "_operator",
          "_pickle",
          "_posixsubprocess",
          "_socket",
          "_thread",
          "asyncio",
          "bdb",
          "builtins",
          "cffi",
          "code",
          "codeop",
          "commands",
          "ctypes",
          "exec",
          "ftplib",
          "functools",
          "http",
          "imp",
          "importlib",
          "io",
          "marshal",
          "multiprocessing",
          "nt",
          "operator",
          "os",
          "pathlib",
          "pdb",
          "pickle",
          "pip",
          "pkgutil",
          "platform",
          "popen2",
          "posix",
          "pty",
          "requests",
          "runpy",
          "shutil",
          "signal",
          "site",
          "smtplib",
          "socket",
          "socketserver",
          "subprocess",
          "sys",
          "tempfile",
          "threading",
          "timeit",
          "types",
          "urllib",
          "webbrowser",
          "zipimport");

  boolean is(String otherModule, String otherName) {
    return module.equals(otherModule) && name.equals(otherName);
  }

  /** Classes of these modules that hold data only, and that settings in checkpoints are made of. */
  private static final Set<String> DATA_CLASSES =
      Set.of(
          "bool",
          "bytearray",
          "bytes",
          "complex",
          "dict",
          "float",
          "frozenset",
          "int",
          "list",
          "long",
          "object",
          "range",
          "set",
          "slice",
          "str",
          "tuple",
          "unicode",
          "xrange");

  private static final Set<String> PATHS =
      Set.of("PosixPath", "WindowsPath", "PurePosixPath", "PureWindowsPath");

  /** Only equal to itself, as a class is in Python, so that a file cannot choose its hash code. */
  @Override
  public boolean equals(Object other) {
    return this == other;
  }

  @Override
  public int hashCode() {
    return System.identityHashCode(this);
  }

  boolean isSet() {
    return isBuiltin() && (name.equals("set") || name.equals("frozenset"));
  }

  private boolean isBuiltin() {
    return module.equals("__builtin__") || module.equals("builtins");
  }

  private boolean isData() {
    return isBuiltin() && DATA_CLASSES.contains(name)
        || (module.equals("pathlib") || module.equals("pathlib._local")) && PATHS.contains(name)
        || is("types", "SimpleNamespace");
  }

  /** Whether naming it is reason enough to refuse the file. */
  boolean isRefused() {
    int dot = module.indexOf('.');
    return REFUSED_MODULES.contains(dot < 0 ? module : module.substring(0, dot)) && !isData();
  }

  /** The name as Python code would have it. */
  @Override
  public String toString() {
    return module + "." + name;
  }
}
