//! x
use std::io::Write;
use dossier::procedure::*; use dossier::*;
fn br(b:&[u8])->usize{ let mut v=Vec::new(); { let mut w=brotli::CompressorWriter::new(&mut v,4096,11,22); w.write_all(b).unwrap(); } v.len() }
fn main(){ let c=catalogue::compile("/work/main".as_ref()).unwrap(); let mut p=c.procedures[0].clone();
 let mut pool:Vec<(String,String)>=vec![];
 { let mut f=|t:&mut Text|{ let k=(std::mem::take(&mut t.vi),std::mem::take(&mut t.en)); let i=pool.iter().position(|x|*x==k).unwrap_or_else(||{pool.push(k);pool.len()-1}); t.vi=(i as u8 as char).to_string(); };
 f(&mut p.name); f(&mut p.summary); f(&mut p.result); p.who.iter_mut().for_each(&mut f); p.next.iter_mut().for_each(&mut f);
 for s in &mut p.steps { f(&mut s.title); if let Some(t)=&mut s.intro {f(t)} }
 for q in &mut p.questions { f(&mut q.label); if let Some(t)=&mut q.help {f(t)} if let Some(t)=&mut q.heading {f(t)} if let Kind::Choice{options}=&mut q.kind { for o in options { f(&mut o.label); if let Some(t)=&mut o.hint {f(t)} } } }
 for x in &mut p.rules { f(&mut x.text) } for x in &mut p.cases { f(&mut x.name) } for x in &mut p.components { f(&mut x.name); if let Some(t)=&mut x.help {f(t)} for y in &mut x.papers { f(&mut y.name) } }
 for x in &mut p.fee { f(&mut x.label) } for x in &mut p.time { f(&mut x.text) } }
 let vi:String=pool.iter().map(|x|x.0.clone()+"\n").collect(); let en:String=pool.iter().map(|x|x.1.clone()+"\n").collect();
 let st=dossier::blob::write(&p);
 println!("structure without: ");
 let full=br(&dossier::blob::write(&p));
 let t=|n:&str,f:&dyn Fn(&mut Procedure)|{ let mut q=p.clone(); f(&mut q); println!("  {n} {}", full-br(&dossier::blob::write(&q))); };
 t("paper",&|q|q.paper=Default::default()); t("rules",&|q|q.rules.clear()); t("paths",&|q|for x in &mut q.questions{x.path.clear()}); t("exprs",&|q|for x in &mut q.questions{x.when=None;x.copy=None;x.required=Required::Always}); t("kinds",&|q|for x in &mut q.questions{x.kind=Kind::Name}); t("texts",&|q|for x in &mut q.questions{x.label=Default::default();x.help=None;x.heading=None}); t("src",&|q|{q.source.clear();q.unverified.clear();}); t("components",&|q|q.components.clear()); t("fee",&|q|q.fee.clear()); t("rates",&|q|q.rates.clear()); t("steps",&|q|q.steps.clear()); t("cases",&|q|q.cases.clear()); t("questions",&|q|q.questions.clear()); t("order",&|q|q.order.clear());
 { let mut q=c.procedures[0].clone(); let mut s=serde_less(&mut q); s.sort(); println!("vi only file {}", br(&dossier::blob::write(&q))); q.unverified.clear(); q.source.clear(); println!("  minus src {}", br(&dossier::blob::write(&q))); }
 println!("pool {} vi {}/{} en {}/{} struct {}/{}", pool.len(), vi.len(), br(vi.as_bytes()), en.len(), br(en.as_bytes()), st.len(), br(&st));
 let both:String=pool.iter().map(|x|x.0.clone()+"\n"+&x.1+"\n").collect();
 println!("interleaved {}", br(both.as_bytes()));
 let all=[st.clone(), vi.clone().into_bytes(), en.clone().into_bytes()].concat(); println!("columnar {}", br(&all));
 let all=[st.clone(), both.into_bytes()].concat(); println!("pooled interleaved {}", br(&all));
}

fn serde_less(p:&mut Procedure)->Vec<String>{ let mut out=vec![]; let mut f=|t:&mut Text| out.push(std::mem::take(&mut t.en));
 f(&mut p.name); f(&mut p.summary); f(&mut p.result); p.who.iter_mut().for_each(&mut f); p.next.iter_mut().for_each(&mut f);
 for s in &mut p.steps { f(&mut s.title); if let Some(t)=&mut s.intro {f(t)} }
 for q in &mut p.questions { f(&mut q.label); if let Some(t)=&mut q.help {f(t)} if let Some(t)=&mut q.heading {f(t)} if let Kind::Choice{options}=&mut q.kind { for o in options { f(&mut o.label); if let Some(t)=&mut o.hint {f(t)} } } }
 for x in &mut p.rules { f(&mut x.text) } for x in &mut p.cases { f(&mut x.name) } for x in &mut p.components { f(&mut x.name); if let Some(t)=&mut x.help {f(t)} for y in &mut x.papers { f(&mut y.name) } }
 for x in &mut p.fee { f(&mut x.label) } for x in &mut p.time { f(&mut x.text) } out }
