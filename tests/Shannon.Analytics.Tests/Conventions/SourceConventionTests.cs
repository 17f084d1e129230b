using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Conventions;

/// <summary>What source files look like.</summary>
public class SourceConventionTests
{
    public static TheoryData<string> EveryPackage => [.. Packages.Names];

    [Fact]
    public void Packages_AreFound() => Assert.Contains("Shannon.Analytics", Packages.Names);

    [Theory]
    [MemberData(nameof(EveryPackage))]
    public void Namespaces_EqualFolders(string package)
    {
        foreach (var (path, root) in Parse(package))
        {
            string folder = Path.GetDirectoryName(path)!.Replace('\\', '/').Replace('/', '.');
            string expected = folder.Length == 0 ? package : $"{package}.{folder}";
            Assert.All(root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>(), space => Assert.True(space.Name.ToString() == expected, $"{path} has the namespace {space.Name}"));
            Assert.True(root.DescendantNodes().OfType<BaseNamespaceDeclarationSyntax>().Any() || !TypesOf(root).Any(), $"{path} has types outside a namespace");
        }
    }

    [Theory]
    [MemberData(nameof(EveryPackage))]
    public void Files_HoldOneTypeOfTheirName(string package)
    {
        foreach (var (path, root) in Parse(package))
        {
            string[] types = [.. TypesOf(root).Select(type => type.Identifier.Text).Distinct()];
            Assert.True(types.Length <= 1, $"{path} holds {string.Join(", ", types)}");
            Assert.True(types.Length == 0 || types[0] == Path.GetFileName(path).Split('.')[0], $"{path} holds {types.FirstOrDefault()}");
        }
    }

    private static IEnumerable<(string Path, SyntaxNode Root)> Parse(string package) =>
        Packages.SourcesOf(package).Select(file => (file.Path, CSharpSyntaxTree.ParseText(file.Text, new CSharpParseOptions(LanguageVersion.CSharp14)).GetRoot()));

    private static IEnumerable<BaseTypeDeclarationSyntax> TypesOf(SyntaxNode root) =>
        root.DescendantNodes(node => node is CompilationUnitSyntax or BaseNamespaceDeclarationSyntax).OfType<BaseTypeDeclarationSyntax>();
}
