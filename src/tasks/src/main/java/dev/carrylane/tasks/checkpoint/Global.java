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

  boolean isSet() {
    return is("__builtin__", "set") || is("builtins", "set");
  }

  /** Whether naming it is reason enough to refuse the file. */
  boolean isRefused() {
    int dot = module.indexOf('.');
    return REFUSED_MODULES.contains(dot < 0 ? module : module.substring(0, dot)) && !isSet();
  }

  /** The name as Python code would have it. */
  @Override
  public String toString() {
    return module + "." + name;
  }
}
