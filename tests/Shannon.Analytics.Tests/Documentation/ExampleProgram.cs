using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Documentation;

/// <summary>
/// Compiles an example as the program a reader would paste it into (top-level statements, the SDK's implicit usings, nullable on), and runs it in
/// a folder of its own. Works on the process's current folder and console: only one at a time, and beside no other test.
/// </summary>
internal static class ExampleProgram
{
    private const string ImplicitUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly Lazy<MetadataReference[]> References = new(() =>
        [.. ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Select(path => MetadataReference.CreateFromFile(path))]);

    /// <summary>Runs the program and returns what it wrote to the console.</summary>
    /// <exception cref="FormatException">It does not compile without warnings; the message has the lines.</exception>
    public static async Task<string> RunAsync(string code)
    {
        var context = new AssemblyLoadContext("example", isCollectible: true);
        string before = Environment.CurrentDirectory;
        TextWriter console = Console.Out;
        using var folder = new TempFolder();
        using var output = new StringWriter();
        try
        {
            using var image = new MemoryStream(Compile(code));
            MethodInfo main = MainOf(context.LoadFromStream(image));
            Environment.CurrentDirectory = folder.FullPath;
            Console.SetOut(output);
            await Task.Run(async () => await ((main.Invoke(null, main.GetParameters().Length == 0 ? null : [Array.Empty<string>()]) as Task) ?? Task.CompletedTask)).WaitAsync(TimeSpan.FromMinutes(1));
            return output.ToString();
        }
        finally
        {
            Console.SetOut(console);
            Environment.CurrentDirectory = before;
            context.Unload();
        }
    }

    private static byte[] Compile(string code)
    {
        var parsing = new CSharpParseOptions(LanguageVersion.CSharp14);
        var compilation = CSharpCompilation.Create(
            "Example",
            [CSharpSyntaxTree.ParseText(code, parsing), CSharpSyntaxTree.ParseText(ImplicitUsings, parsing)],
            References.Value,
            new CSharpCompilationOptions(OutputKind.ConsoleApplication, nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        string[] problems = [.. compilation.Emit(image).Diagnostics.Where(one => one.Severity >= DiagnosticSeverity.Warning).Select(one => one.ToString())];
        return problems.Length == 0 ? image.ToArray() : throw new FormatException("The example does not compile cleanly:" + Environment.NewLine + string.Join(Environment.NewLine, problems));
    }

    // The asynchronous body, not the entry point that blocks on it.
    private static MethodInfo MainOf(Assembly assembly) =>
        assembly.EntryPoint!.DeclaringType!.GetMethods(BindingFlags.Static | BindingFlags.NonPublic | BindingFlags.Public).FirstOrDefault(method => method.Name == "<Main>$") ?? assembly.EntryPoint;
}
