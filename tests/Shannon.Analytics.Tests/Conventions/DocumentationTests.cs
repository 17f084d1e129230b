using System.Xml.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Shannon.Analytics.Tests.Support;

namespace Shannon.Analytics.Tests.Conventions;

/// <summary>Everything public is documented: the generated XML file is held against the compiled assembly.</summary>
public class DocumentationTests
{
    public static TheoryData<string> EveryPackage => [.. Packages.Names];

    [Theory]
    [MemberData(nameof(EveryPackage))]
    public void PublicMembers_AreDocumented(string package)
    {
        IReadOnlyDictionary<string, XElement> documented = XmlOf(package);
        ISymbol[] symbols = [.. SymbolsOf(package)];
        Assert.NotEmpty(symbols);
        Offenders.None(symbols.Where(symbol => !IsDocumented(symbol, documented)).Select(symbol => symbol.GetDocumentationCommentId()));
    }

    [Theory]
    [MemberData(nameof(EveryPackage))]
    public void Parameters_AreDocumented(string package)
    {
        IReadOnlyDictionary<string, XElement> documented = XmlOf(package);
        IEnumerable<string> missing =
            from method in SymbolsOf(package).OfType<IMethodSymbol>()
            where documented.TryGetValue(method.GetDocumentationCommentId()!, out XElement? comment) && comment.Element("inheritdoc") is null
            from parameter in method.Parameters
            where !documented[method.GetDocumentationCommentId()!].Elements("param").Any(element => element.Attribute("name")?.Value == parameter.Name && !element.IsEmpty)
            select $"{method.GetDocumentationCommentId()}: {parameter.Name}";
        Offenders.None(missing);
    }

    private static Dictionary<string, XElement> XmlOf(string package) =>
        XDocument.Load(Path.Combine(AppContext.BaseDirectory, package + ".xml")).Root!.Element("members")!.Elements("member").ToDictionary(member => member.Attribute("name")!.Value);

    private static bool IsDocumented(ISymbol symbol, IReadOnlyDictionary<string, XElement> documented)
    {
        if (documented.TryGetValue(symbol.GetDocumentationCommentId()!, out XElement? comment))
        {
            return comment.Element("inheritdoc") is not null || !string.IsNullOrWhiteSpace(comment.Element("summary")?.Value);
        }

        // What a record's positional parameters make is documented with the parameter.
        return symbol is IPropertySymbol property && documented.TryGetValue(property.ContainingType.GetDocumentationCommentId()!, out XElement? record)
            && record.Elements("param").Any(parameter => parameter.Attribute("name")?.Value == property.Name && !string.IsNullOrWhiteSpace(parameter.Value));
    }

    private static IEnumerable<ISymbol> SymbolsOf(string package)
    {
        MetadataReference assembly = MetadataReference.CreateFromFile(Path.Combine(AppContext.BaseDirectory, package + ".dll"));
        IEnumerable<MetadataReference> others = ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator).Where(path => Path.GetFileNameWithoutExtension(path) != package).Select(path => MetadataReference.CreateFromFile(path));
        CSharpCompilation compilation = CSharpCompilation.Create("reader", references: [assembly, .. others]);
        return TypesOf(((IAssemblySymbol)compilation.GetAssemblyOrModuleSymbol(assembly)!).GlobalNamespace).SelectMany(type => type.GetMembers().Where(IsMeant).Prepend(type));
    }

    private static IEnumerable<INamedTypeSymbol> TypesOf(INamespaceOrTypeSymbol container) =>
        container.GetMembers().OfType<INamespaceOrTypeSymbol>().SelectMany(member => member switch
        {
            INamedTypeSymbol type => IsVisible(type) ? TypesOf(type).Prepend(type) : [],
            _ => TypesOf(member),
        });

    /// <summary>Members that someone wrote: not accessors, not what the compiler adds to records, enums and classes without a constructor.</summary>
    private static bool IsMeant(ISymbol member) =>
        IsVisible(member)
        && member is IPropertySymbol or IFieldSymbol or IEventSymbol or IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.UserDefinedOperator or MethodKind.Conversion or MethodKind.Constructor }
        && !member.GetAttributes().Any(attribute => attribute.AttributeClass?.Name == "CompilerGeneratedAttribute")
        && member is not IMethodSymbol { MethodKind: MethodKind.Constructor, Parameters.IsEmpty: true }
        && member is not IFieldSymbol { AssociatedSymbol: not null }
        && member is not IMethodSymbol { Name: "Deconstruct" };

    private static bool IsVisible(ISymbol symbol) => symbol.DeclaredAccessibility is Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal;
}
