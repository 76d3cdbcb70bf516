package dev.carrylane.engine.internal.vector;

import com.sun.source.tree.AssignmentTree;
import com.sun.source.tree.BlockTree;
import com.sun.source.tree.CompilationUnitTree;
import com.sun.source.tree.ConditionalExpressionTree;
import com.sun.source.tree.DoWhileLoopTree;
import com.sun.source.tree.EnhancedForLoopTree;
import com.sun.source.tree.ForLoopTree;
import com.sun.source.tree.IdentifierTree;
import com.sun.source.tree.MemberSelectTree;
import com.sun.source.tree.MethodInvocationTree;
import com.sun.source.tree.MethodTree;
import com.sun.source.tree.ParenthesizedTree;
import com.sun.source.tree.ReturnTree;
import com.sun.source.tree.Tree;
import com.sun.source.tree.VariableTree;
import com.sun.source.tree.WhileLoopTree;
import com.sun.source.util.JavacTask;
import com.sun.source.util.TreePath;
import com.sun.source.util.TreePathScanner;
import com.sun.source.util.Trees;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import javax.lang.model.element.Element;
import javax.lang.model.element.ElementKind;
import javax.lang.model.element.ExecutableElement;
import javax.lang.model.element.Modifier;
import javax.lang.model.type.TypeMirror;
import javax.tools.JavaFileObject;
import javax.tools.ToolProvider;

/**
 * Finds vectors in sources whose class C2 does not know while it parses the method, though a method is called on
 * them; see {@link VectorWidth}. A vector's class is known after {@code Class.cast} and as the result of an
 * operation on a vector whose class is known. It is not known after {@code fromArray} and its like, nor of a
 * variable that a loop assigns, nor of one that was assigned before the loop in which it is used: the JIT may enter
 * a method there, with the variables the interpreter had. What is passed to our own methods and returned by them
 * must be known too.
 */
final class Receivers extends TreePathScanner<Void, Void> {
  private static final Set<String> VECTORS =
      Set.of(
          "jdk.incubator.vector.FloatVector",
          "jdk.incubator.vector.DoubleVector",
          "jdk.incubator.vector.IntVector",
          "jdk.incubator.vector.LongVector");

  private static final Set<String> DECLARED_ABSTRACT =
      Set.of(
          "fromArray",
          "fromMemorySegment",
          "broadcast",
          "zero",
          "convert",
          "convertShape",
          "castShape",
          "reinterpretShape",
          "reinterpretAsFloats",
          "reinterpretAsDoubles",
          "reinterpretAsInts",
          "reinterpretAsLongs");

  private final Trees trees;
  private final CompilationUnitTree unit;
  private final List<String> unknown;

  private Receivers(Trees trees, CompilationUnitTree unit, List<String> unknown) {
    this.trees = trees;
    this.unit = unit;
    this.unknown = unknown;
  }

  /** One line for each vector that is not known: where, and what is written there. */
  static List<String> unknown(Iterable<? extends JavaFileObject> sources) throws IOException {
    var compiler = ToolProvider.getSystemJavaCompiler();
    List<String> options = List.of("--add-modules", "jdk.incubator.vector", "-proc:none");
    List<String> errors = new ArrayList<>();
    JavacTask task =
        (JavacTask)
            compiler.getTask(
                null, null, problem -> errors.add(problem.toString()), options, null, sources);
    List<CompilationUnitTree> units = new ArrayList<>();
    task.parse().forEach(units::add);
    task.analyze();
    errors.removeIf(each -> each.startsWith("warning:"));
    if (!errors.isEmpty()) {
      throw new IllegalArgumentException(errors.toString());
    }
    List<String> unknown = new ArrayList<>();
    for (CompilationUnitTree unit : units) {
      new Receivers(Trees.instance(task), unit, unknown).scan(unit, null);
    }
    return unknown;
  }

  @Override
  public Void visitMethodInvocation(MethodInvocationTree call, Void unused) {
    if (trees.getElement(getCurrentPath()) instanceof ExecutableElement method) {
      if (call.getMethodSelect() instanceof MemberSelectTree select
          && !method.getModifiers().contains(Modifier.STATIC)
          && !method.getSimpleName().contentEquals("getClass")) {
        TreePath selected = new TreePath(getCurrentPath(), select);
        require(new TreePath(selected, select.getExpression()));
      }
      if (method.getEnclosingElement().toString().startsWith("dev.carrylane.")) {
        call.getArguments().forEach(each -> require(new TreePath(getCurrentPath(), each)));
      }
    }
    return super.visitMethodInvocation(call, unused);
  }

  @Override
  public Void visitReturn(ReturnTree returned, Void unused) {
    if (returned.getExpression() != null) {
      require(new TreePath(getCurrentPath(), returned.getExpression()));
    }
    return super.visitReturn(returned, unused);
  }

  private void require(TreePath vector) {
    TypeMirror type = trees.getTypeMirror(vector);
    if (type != null && VECTORS.contains(type.toString()) && !isKnown(vector)) {
      long line = unit.getLineMap().getLineNumber(start(vector));
      unknown.add(unit.getSourceFile().getName() + ":" + line + ": " + vector.getLeaf());
    }
  }

  private boolean isKnown(TreePath vector) {
    return switch (vector.getLeaf()) {
      case ParenthesizedTree inner -> isKnown(new TreePath(vector, inner.getExpression()));
      case ConditionalExpressionTree choice ->
          isKnown(new TreePath(vector, choice.getTrueExpression()))
              && isKnown(new TreePath(vector, choice.getFalseExpression()));
      case MethodInvocationTree call ->
          !DECLARED_ABSTRACT.contains(trees.getElement(vector).getSimpleName().toString());
      case IdentifierTree name -> isKnown(vector, trees.getElement(vector));
      // A parameter, or a variable that only receives its value later.
      case VariableTree declared -> true;
      default -> false;
    };
  }

  private boolean isKnown(TreePath use, Element variable) {
    if (variable.getKind() == ElementKind.FIELD) {
      return variable.getModifiers().containsAll(Set.of(Modifier.STATIC, Modifier.FINAL));
    }
    List<TreePath> definitions = definitions(method(use), variable);
    TreePath last = definitions.getFirst();
    for (TreePath each : definitions) {
      if (end(each) <= start(use) && contains(block(each), use)) {
        last = each;
      }
    }
    if (outermostLoop(use, last) != null) {
      return false;
    }
    for (TreePath each : definitions) {
      if (start(each) <= start(last)) {
        continue;
      }
      TreePath loop = outermostLoop(each, last);
      if (loop != null && start(use) > start(loop)) {
        return false;
      }
      if (start(each) < start(use) && !isKnown(each)) {
        return false;
      }
    }
    return isKnown(last);
  }

  /** What is assigned to a variable, in the order of the source; first its declaration, if that has no value. */
  private List<TreePath> definitions(TreePath method, Element variable) {
    List<TreePath> definitions = new ArrayList<>();
    new TreePathScanner<Void, Void>() {
      @Override
      public Void visitVariable(VariableTree declared, Void unused) {
        if (trees.getElement(getCurrentPath()) == variable) {
          Tree value = declared.getInitializer();
          definitions.add(value == null ? getCurrentPath() : new TreePath(getCurrentPath(), value));
        }
        return super.visitVariable(declared, unused);
      }

      @Override
      public Void visitAssignment(AssignmentTree assigned, Void unused) {
        TreePath target = new TreePath(getCurrentPath(), assigned.getVariable());
        if (trees.getElement(target) == variable) {
          definitions.add(new TreePath(getCurrentPath(), assigned.getExpression()));
        }
        return super.visitAssignment(assigned, unused);
      }
    }.scan(method, null);
    return definitions;
  }

  private static TreePath method(TreePath path) {
    TreePath method = path;
    while (!(method.getLeaf() instanceof MethodTree)) {
      method = method.getParentPath();
    }
    return method;
  }

  private static TreePath block(TreePath path) {
    TreePath block = path;
    while (!(block.getLeaf() instanceof BlockTree || block.getLeaf() instanceof MethodTree)) {
      block = block.getParentPath();
    }
    return block;
  }

  private static boolean contains(TreePath outer, TreePath inner) {
    for (TreePath each = inner; each != null; each = each.getParentPath()) {
      if (each.getLeaf() == outer.getLeaf()) {
        return true;
      }
    }
    return false;
  }

  /** The outermost loop around one place that is not around the other, or null. */
  private static TreePath outermostLoop(TreePath around, TreePath notAround) {
    TreePath loop = null;
    for (TreePath each = around; each != null; each = each.getParentPath()) {
      if (isLoop(each.getLeaf()) && !contains(each, notAround)) {
        loop = each;
      }
    }
    return loop;
  }

  private static boolean isLoop(Tree tree) {
    return tree instanceof ForLoopTree
        || tree instanceof EnhancedForLoopTree
        || tree instanceof WhileLoopTree
        || tree instanceof DoWhileLoopTree;
  }

  private long start(TreePath path) {
    return trees.getSourcePositions().getStartPosition(unit, path.getLeaf());
  }

  private long end(TreePath path) {
    return trees.getSourcePositions().getEndPosition(unit, path.getLeaf());
  }
}
