//! From words and signs to a tree. `or` binds weakest, then `and`, `not`, comparisons, sums, products.

use super::lex::{Fault, Token, lex};
use super::{Ast, Term, join, not};
use crate::diagnostic::Sink;
use crate::scope::{ScopeIx, Scopes};
use crate::yaml::Node;
use dossier::expr::Arithmetic;

/// Deepest nesting: nobody reads more, and the reader cannot be made to run out of stack.
const DEPTH: usize = 40;

/// The expression a node holds, read in `scope`.
pub(crate) fn parse<'a>(scopes: &Scopes<'a>, scope: ScopeIx, node: &'a Node, sink: &Sink) -> Option<Ast> {
    parse_within(scopes, scope, node, sink, 0)
}

fn parse_within<'a>(
    scopes: &Scopes<'a>,
    scope: ScopeIx,
    node: &'a Node,
    sink: &Sink,
    depth: usize,
) -> Option<Ast> {
    let text = crate::fields::words(node, sink)?;
    let report = |(at, message, help): Fault| {
        sink.error(&node.within(at), message, help);
        None
    };
    let tokens = match lex(text) {
        Ok(tokens) => tokens,
        Err(fault) => return report(fault),
    };
    let mut parser = Parser { tokens, next: 0, end: text.len(), depth, node, scopes, scope, sink };
    let whole = parser.or().and_then(|ast| match parser.peek() {
        None => Ok(ast),
        Some(_) => {
            Err(parser.fault("this does not belong to the expression", "join conditions by `and` or `or`"))
        }
    });
    whole.map_or_else(report, Some)
}

struct Parser<'p, 'a> {
    tokens: Vec<(usize, Token)>,
    next: usize,
    end: usize,
    depth: usize,
    node: &'a Node,
    scopes: &'p Scopes<'a>,
    scope: ScopeIx,
    sink: &'p Sink,
}

type Parsed = Result<Ast, Fault>;

impl Parser<'_, '_> {
    fn peek(&self) -> Option<&Token> {
        self.tokens.get(self.next).map(|(_, token)| token)
    }

    fn offset(&self) -> usize {
        self.tokens.get(self.next).map_or(self.end, |(at, _)| *at)
    }

    fn fault(&self, message: &str, help: &str) -> Fault {
        (self.offset(), message.into(), help.into())
    }

    fn ast(&self, at: usize, term: Term) -> Ast {
        Ast { at: self.node.within(at), term }
    }

    fn takes(&mut self, token: &Token) -> bool {
        let is = self.peek() == Some(token);
        self.next += usize::from(is);
        is
    }

    fn takes_word(&mut self, word: &str) -> bool {
        let is = matches!(self.peek(), Some(Token::Name(name)) if name == word);
        self.next += usize::from(is);
        is
    }

    fn or(&mut self) -> Parsed {
        let at = self.offset();
        let mut all = vec![self.and()?];
        while self.takes_word("or") {
            all.push(self.and()?);
        }
        let position = self.node.within(at);
        Ok(self.ast(at, join(all, true, position)))
    }

    fn and(&mut self) -> Parsed {
        let at = self.offset();
        let mut all = vec![self.not()?];
        while self.takes_word("and") {
            all.push(self.not()?);
        }
        let position = self.node.within(at);
        Ok(self.ast(at, join(all, false, position)))
    }

    fn not(&mut self) -> Parsed {
        let at = self.offset();
        self.depth += 1;
        if self.depth > DEPTH {
            return Err(self.fault("too deeply nested", "split the condition into several rules or cases"));
        }
        let ast = if self.takes_word("not") {
            let inner = self.not()?;
            self.ast(at, not(inner))
        } else {
            self.comparison()?
        };
        self.depth -= 1;
        Ok(ast)
    }

    fn comparison(&mut self) -> Parsed {
        let at = self.offset();
        let a = self.sum()?;
        if let Some(Token::Compare(how)) = self.peek() {
            let how = *how;
            self.next += 1;
            let b = self.sum()?;
            return Ok(self.ast(at, Term::Compare(how, Box::new(a), Box::new(b))));
        }
        let negated = matches!(self.peek(), Some(Token::Name(n)) if n == "not");
        self.next += usize::from(negated);
        if self.takes_word("in") {
            if !self.takes(&Token::Sign('[')) {
                return Err(self.fault("a list is needed after `in`", "write it as [a, b]"));
            }
            let all = self.list(']')?;
            let within = self.ast(at, Term::In(Box::new(a), all));
            return Ok(if negated { self.ast(at, not(within)) } else { within });
        }
        if negated {
            return Err(self.fault("`in` is needed after `not`", "write `a not in [x, y]`"));
        }
        Ok(a)
    }

    fn sum(&mut self) -> Parsed {
        const SIGNS: [(char, Arithmetic); 2] = [('+', Arithmetic::Add), ('-', Arithmetic::Subtract)];
        self.chain(SIGNS, Self::product)
    }

    fn product(&mut self) -> Parsed {
        const SIGNS: [(char, Arithmetic); 2] = [('*', Arithmetic::Multiply), ('/', Arithmetic::Divide)];
        self.chain(SIGNS, Self::primary)
    }

    /// Numbers joined by signs that bind alike, from left to right.
    fn chain(&mut self, signs: [(char, Arithmetic); 2], next: fn(&mut Self) -> Parsed) -> Parsed {
        let at = self.offset();
        let mut a = next(self)?;
        for _ in 0..DEPTH {
            let Some((_, how)) = signs.into_iter().find(|(sign, _)| self.takes(&Token::Sign(*sign))) else {
                return Ok(a);
            };
            let b = next(self)?;
            a = self.ast(at, Term::Arithmetic(how, Box::new(a), Box::new(b)));
        }
        Err(self.fault("too long a sum", "split it by ( ), or into several rules"))
    }

    /// Expressions separated by commas up to the closing sign.
    fn list(&mut self, close: char) -> Result<Vec<Ast>, Fault> {
        let mut all = Vec::new();
        loop {
            if self.takes(&Token::Sign(close)) {
                return Ok(all);
            }
            if !all.is_empty() && !self.takes(&Token::Sign(',')) {
                return Err(
                    self.fault(&format!("a comma or \"{close}\" is needed here"), "separate by commas")
                );
            }
            all.push(self.or()?);
        }
    }

    fn primary(&mut self) -> Parsed {
        let at = self.offset();
        let Some(token) = self.peek().cloned() else {
            return Err(self.fault("the expression ends too early", "write what is to be compared"));
        };
        self.next += 1;
        let term = match token {
            Token::Int(number) => Term::Int(number),
            Token::Date(day) => Term::Date(day),
            Token::Quoted(text) => Term::Quoted(text),
            Token::Param(name) => return self.param(at, &name),
            Token::Sign('(') => {
                let inner = self.or()?;
                if !self.takes(&Token::Sign(')')) {
                    return Err(self.fault("\")\" is missing here", "close what was opened"));
                }
                return Ok(inner);
            }
            Token::Name(name) => match name.as_str() {
                "true" => Term::Bool(true),
                "false" => Term::Bool(false),
                "today" => Term::Today,
                "and" | "or" | "in" | "not" => {
                    return Err((
                        at,
                        format!("\"{name}\" joins two things"),
                        "write what stands before it".into(),
                    ));
                }
                _ if self.takes(&Token::Sign('(')) => Term::Call(name, self.list(')')?),
                _ => match name.strip_prefix("rate.") {
                    Some(id) => Term::Rate(id.into()),
                    None => Term::Name(self.scope, name),
                },
            },
            Token::Compare(_) | Token::Sign(_) => {
                return Err((
                    at,
                    "a question or a value is needed here".into(),
                    "write e.g. `mother.born`".into(),
                ));
            }
        };
        Ok(self.ast(at, term))
    }

    /// What the block was given, read where it was given.
    fn param(&mut self, at: usize, name: &str) -> Parsed {
        let Some((scope, node)) = self.scopes.param(self.scope, name) else {
            let known: Vec<&str> = self.scopes.params(self.scope).collect();
            let help = format!("parameters of this block: {}", known.join(", "));
            return Err((at, format!("unknown parameter \"${name}\""), help));
        };
        if self.depth >= DEPTH {
            return Err((
                at,
                "parameters that lead in a circle".into(),
                "give the parameter a plain value".into(),
            ));
        }
        parse_within(self.scopes, scope, node, self.sink, self.depth + 1).ok_or_else(|| {
            (at, format!("the value of \"${name}\" cannot be read"), "put its value right".into())
        })
    }
}
